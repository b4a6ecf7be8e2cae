/// What the template shows, by the names that it uses.
///
/// Mustache looks for a name that is absent, or nil, in what is around it. So nothing is nil here:
/// what may be missing is a list of none or one.
struct PageModel {
  /// `Run`, `Sweep` or `Ablation`.
  let kind: String
  let name: String
  let descriptions: [String]
  let tags: [String]
  /// How it stands.
  let status: String
  /// The figures that one looks for first.
  let figures: [Figure]
  let sections: [Section]
  /// What the script draws.
  let drawings: Drawings

  /// A number or word with what it is.
  struct Figure {
    let label: String
    let value: String
  }

  /// A part of the page with a heading.
  struct Section {
    let anchor: String
    let heading: String
    var notes: [String] = []
    var films: [Film] = []
    var galleries: [Gallery] = []
    var legends: [Legend] = []
    var plots: [Plot] = []
    var studies: [Study] = []
    var tables: [Table] = []
    var texts: [Text] = []

    /// Whether there is anything in it.
    var isEmpty: Bool {
      films.isEmpty && galleries.isEmpty && plots.isEmpty && studies.isEmpty && tables.isEmpty
        && texts.isEmpty
    }
  }

  /// Grids of the same latents as training goes on.
  struct Film {
    let newest: Shot
    let earlier: [Shot]
    let hasEarlier: Bool

    init(newest: Shot, earlier: [Shot]) {
      self.newest = newest
      self.earlier = earlier
      hasEarlier = !earlier.isEmpty
    }
  }

  /// Grids of several runs, which one slider moves.
  struct Gallery {
    let reels: [Film]

    /// Whether there is something to move; the template doesn't ask.
    var hasSlider: Bool { reels.contains(where: \.hasEarlier) }
  }

  /// A picture.
  struct Shot {
    let step: Int
    let title: String
    let remark: String
    let source: String
    let width: Int
    let height: Int
  }

  /// What the colours of some plots stand for.
  struct Legend {
    let keys: [Key]

    struct Key {
      let name: String
      let tone: String
      let isDashed: Bool
    }
  }

  /// A plot of curves, whose drawing has the same name.
  struct Plot {
    let plotID: String
    let title: String
    let remark: String
    let legends: [Legend]
    let sketch: Sketch
  }

  /// A plot of what configurations set against what came of it.
  struct Study {
    let title: String
    let remark: String
  }

  /// A table.
  struct Table {
    let title: String
    /// What there is to say of it first.
    var remarks: [String] = []
    let columns: [Cell]
    let rows: [Row]

    /// A table of names and what they stand for.
    static func facts(_ rows: [(String, String)], title: String = "") -> Table {
      Table(
        title: title, columns: [],
        rows: rows.map {
          .init(cells: [.init(text: $0.0, look: "label"), .init(text: $0.1, look: "code")])
        })
    }

    struct Row {
      let cells: [Cell]
    }

    /// A text in a table; `look` is its class.
    struct Cell {
      let text: String
      var look = ""

      static func number(_ text: String, isBest: Bool = false) -> Cell {
        Cell(text: text, look: isBest ? "number best" : "number")
      }
    }
  }

  /// A text as it is, which may be long.
  struct Text {
    let title: String
    let text: String
    var isOpen = false
  }
}
