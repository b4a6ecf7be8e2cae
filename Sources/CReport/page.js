'use strict';
(() => {
  const drawings = JSON.parse(document.getElementById('drawings').textContent);
  const root = document.documentElement;
  root.classList.add('scripted');

  const colour = name => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const toneColour = tone => colour(tone.index == null ? 'tone-rest' : 'tone-' + tone.index);
  const faint = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, '0');
  const short = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});
  const whole = new Intl.NumberFormat('en');

  // A slider over frames, and a button that goes through them; `show` shows one, and names it.
  const player = (controls, count, show) => {
    const slider = controls.querySelector('input');
    const play = controls.querySelector('.play');
    let timer = null;
    const stop = () => {
      clearInterval(timer);
      timer = null;
      play.textContent = '▶';
      play.setAttribute('aria-label', 'Play');
    };
    const go = index => {
      slider.value = index;
      slider.setAttribute('aria-valuetext', show(index));
    };
    slider.max = count - 1;
    slider.addEventListener('input', () => { stop(); go(+slider.value); });
    play.addEventListener('click', () => {
      if (timer) return stop();
      play.textContent = '❚❚';
      play.setAttribute('aria-label', 'Pause');
      go(+slider.value === count - 1 ? 0 : +slider.value);
      timer = setInterval(() => {
        go(+slider.value + 1);
        if (+slider.value === count - 1) stop();
      }, 700);
    });
    controls.hidden = false;
    go(count - 1);
    return index => { stop(); go(index); };
  };

  // The grids of a run.
  for (const film of document.querySelectorAll('.film')) {
    const screen = film.querySelector('.screen');
    const caption = film.querySelector('figcaption');
    const thumbs = [...film.querySelectorAll('.earlier img')];
    const frames = [...thumbs, screen]
      .map(image => ({source: image.src, title: image.dataset.title}));
    if (frames.length < 2) continue;
    const go = player(film.querySelector('.controls'), frames.length, index => {
      const frame = frames[index];
      screen.src = frame.source;
      screen.alt = 'Samples: ' + frame.title;
      caption.textContent = frame.title;
      thumbs.forEach((thumb, i) => thumb.classList.toggle('shown', i === index));
      return frame.title;
    });
    thumbs.forEach((thumb, i) => thumb.addEventListener('click', () => go(i)));
  }

  // The grids of all trials of a sweep, at one step or the last one before it.
  for (const gallery of document.querySelectorAll('.gallery')) {
    const reels = [...gallery.querySelectorAll('.reel')].map(reel => {
      const screen = reel.querySelector('.screen');
      const frames = [...reel.querySelectorAll('.before img'), screen].map(image => (
        {source: image.src, title: image.dataset.title, step: +image.dataset.step}));
      return {screen, remark: reel.querySelector('figcaption small'), frames};
    });
    const steps = [...new Set(reels.flatMap(reel => reel.frames.map(frame => frame.step)))]
      .sort((a, b) => a - b);
    if (steps.length < 2) continue;
    const output = gallery.querySelector('output');
    player(gallery.querySelector('.controls'), steps.length, index => {
      for (const {screen, remark, frames} of reels) {
        const frame = frames.findLast(frame => frame.step <= steps[index]) ?? frames[0];
        screen.src = frame.source;
        remark.textContent = frame.title;
      }
      return output.textContent = 'Step ' + whole.format(steps[index]);
    });
  }

  const canvasIn = place => {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', place.dataset.label);
    place.replaceChildren(canvas);
    return canvas;
  };

  const theme = () => {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.color = colour('quiet');
    Chart.defaults.animation = false;
    Chart.defaults.maintainAspectRatio = false;
    Object.assign(Chart.defaults.plugins.tooltip, {
      backgroundColor: colour('card'), titleColor: colour('text'), bodyColor: colour('text'),
      borderColor: colour('line'), borderWidth: 1, padding: 10, boxPadding: 4, usePointStyle: true,
    });
    Chart.defaults.plugins.legend.display = false;
  };

  const charts = [];
  const hidden = new Set();

  // Curves over steps.
  const drawCurves = (place, plot) => {
    const {steps, curves} = plot;
    const few = new Set(curves.map(curve => curve.tone.index)).size < 4;
    const datasets = curves.map(curve => {
      const base = toneColour(curve.tone);
      const isSeed = curve.weight === 'seed';
      const isRest = curve.tone.index == null;
      const points = [];
      curve.values.forEach((value, i) => { if (value != null) points.push({x: steps[i], y: value}); });
      const stroke = isSeed ? faint(base, .4) : base;
      return {
        label: curve.name, key: curve.name.replace(/, mean$/, ''), data: points,
        borderColor: stroke, backgroundColor: stroke,
        borderWidth: isSeed ? 1 : curve.weight === 'mean' ? 2.5 : isRest ? 1.2 : 1.8,
        isStrong: !isSeed, borderDash: curve.tone.dashed ? [6, 4] : [],
        pointRadius: points.length > 30 ? 0 : isSeed ? 1.5 : 2.5, pointHitRadius: 6,
        pointStyle: 'circle', order: isSeed ? 2 : isRest ? 3 : 1,
      };
    });
    const chart = new Chart(canvasIn(place), {
      type: 'line',
      data: {datasets},
      options: {
        parsing: false, normalized: true,
        interaction: {mode: 'nearest', axis: few ? 'x' : 'xy', intersect: false},
        scales: {
          x: {
            type: 'linear', min: steps[0], max: steps[steps.length - 1],
            grid: {display: false, borderColor: colour('line')},
            ticks: {maxTicksLimit: 7, maxRotation: 0, callback: value => whole.format(value)},
          },
          y: {
            grid: {color: colour('grid'), drawBorder: false},
            ticks: {maxTicksLimit: 6, callback: value => short.format(value)},
          },
        },
        plugins: {
          tooltip: {
            filter: item => !few || item.dataset.isStrong,
            callbacks: {
              title: items => items.length ? 'Step ' + whole.format(items[0].parsed.x) : '',
              label: item => item.dataset.label + '  ' + short.format(item.parsed.y),
            },
          },
        },
      },
    });
    charts.push(chart);
    return chart;
  };

  const showKeys = () => {
    for (const chart of charts) {
      if (!chart.isCurves) continue;
      chart.data.datasets.forEach((set, i) => chart.setDatasetVisibility(i, !hidden.has(set.key)));
      chart.update();
    }
  };

  for (const button of document.querySelectorAll('.legend.shared button')) {
    const name = button.querySelector('span').textContent;
    button.setAttribute('aria-pressed', 'true');
    button.addEventListener('click', () => {
      hidden.has(name) ? hidden.delete(name) : hidden.add(name);
      button.setAttribute('aria-pressed', String(!hidden.has(name)));
      showKeys();
    });
  }

  // What configurations set, against what came of it.
  const study = drawings.study;
  const box = document.querySelector('.study');

  const drawPoints = (place, outcome) => {
    const axis = study.axes[0];
    const byTone = new Map();
    study.trials.forEach((trial, i) => {
      if (axis.places[i] == null || outcome.values[i] == null) return;
      const set = byTone.get(trial.name) || {tone: trial.tone, points: []};
      set.points.push({x: axis.places[i], y: outcome.values[i], seed: trial.seed});
      byTone.set(trial.name, set);
    });
    const datasets = [];
    for (const [name, {tone, points}] of byTone) {
      const base = toneColour(tone);
      datasets.push({
        label: name, data: points, borderColor: base, backgroundColor: faint(base, .55),
        pointRadius: 5, pointHoverRadius: 7, order: 2,
      });
      if (points.length > 1) {
        const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
        datasets.push({
          label: name + ', mean', data: [{x: points[0].x, y}], borderColor: base,
          pointStyle: 'line', pointRadius: 16, pointHoverRadius: 16, pointBorderWidth: 3, order: 1,
        });
      }
    }
    const narrow = place.clientWidth < 520;
    return new Chart(canvasIn(place), {
      type: 'scatter',
      data: {datasets},
      options: {
        parsing: false,
        scales: {
          x: {
            min: -.08, max: 1.08, grid: {display: false}, title: {display: true, text: axis.name},
            afterBuildTicks: scale => { scale.ticks = axis.ticks.map(tick => ({value: tick.place})); },
            ticks: {
              autoSkip: axis.ticks.length > 12, maxRotation: narrow ? 60 : 40,
              callback: (value, i) => {
                const text = axis.ticks[i] ? axis.ticks[i].text : '';
                return text.length > 28 ? text.slice(0, 27) + '…' : text;
              },
            },
          },
          y: {
            grace: '8%', grid: {color: colour('grid'), drawBorder: false},
            title: {display: true, text: outcome.name},
            ticks: {maxTicksLimit: 7, callback: value => short.format(value)},
          },
        },
        plugins: {
          tooltip: {
            callbacks: {
              label: item => item.dataset.label
                + (item.raw.seed ? ', seed ' + item.raw.seed : '') + '  ' + short.format(item.parsed.y),
            },
          },
        },
      },
    });
  };

  // Lines through an axis each for what is set, and one for what came of it.
  const drawParallel = (place, outcome) => {
    const finite = outcome.values.filter(value => value != null);
    const low = Math.min(...finite), high = Math.max(...finite);
    const level = value => high > low ? (value - low) / (high - low) : .5;
    const axes = [...study.axes, {
      name: outcome.name, places: outcome.values.map(value => value == null ? null : level(value)),
      ticks: high > low
        ? [0, .25, .5, .75, 1].map(at => ({place: at, text: short.format(low + at * (high - low))}))
        : [{place: .5, text: short.format(low)}],
    }];
    place.style.minWidth = axes.length * 100 + 'px';
    const strong = colour('tone-0'), weak = colour('tone-4');
    const goodness = i => {
      if (outcome.values[i] == null || outcome.lessIsBetter == null) return null;
      return outcome.lessIsBetter ? 1 - level(outcome.values[i]) : level(outcome.values[i]);
    };
    const mix = part => {
      const channel = at => Math.round(
        parseInt(weak.slice(at, at + 2), 16) * (1 - part) + parseInt(strong.slice(at, at + 2), 16) * part);
      return '#' + [1, 3, 5].map(at => channel(at).toString(16).padStart(2, '0')).join('');
    };
    const datasets = study.trials.map((trial, i) => {
      const good = goodness(i);
      const base = good == null ? colour('tone-rest') : mix(good);
      return {
        label: trial.name + ', seed ' + trial.seed, outcome: outcome.values[i],
        data: axes.map(axis => axis.places[i]), borderColor: faint(base, good == null ? .5 : .35 + .6 * good),
        backgroundColor: base, borderWidth: good != null && good > .999 ? 3 : 1.4, pointRadius: 0,
        pointHitRadius: 8, cubicInterpolationMode: 'monotone', order: good == null ? 2 : 1 - good,
      };
    });
    const rulers = {
      id: 'rulers',
      beforeDatasetsDraw(chart) {
        const {ctx, chartArea, scales} = chart;
        ctx.save();
        ctx.strokeStyle = colour('line');
        for (let i = 0; i < axes.length; i++) {
          const x = scales.x.getPixelForValue(i);
          ctx.beginPath();
          ctx.moveTo(x, chartArea.top);
          ctx.lineTo(x, chartArea.bottom);
          ctx.stroke();
        }
        ctx.restore();
      },
      afterDatasetsDraw(chart) {
        const {ctx, scales} = chart;
        ctx.save();
        ctx.font = '11px ' + Chart.defaults.font.family;
        ctx.textBaseline = 'middle';
        ctx.lineJoin = 'round';
        axes.forEach((axis, i) => {
          const x = scales.x.getPixelForValue(i), last = i === axes.length - 1;
          ctx.textAlign = last ? 'right' : 'left';
          const every = Math.ceil(axis.ticks.length / 12);
          axis.ticks.forEach((tick, n) => {
            if (n % every) return;
            const y = scales.y.getPixelForValue(tick.place);
            const text = tick.text.length > 22 ? tick.text.slice(0, 21) + '…' : tick.text;
            ctx.strokeStyle = colour('card');
            ctx.lineWidth = 4;
            ctx.strokeText(text, x + (last ? -6 : 6), y);
            ctx.fillStyle = colour('text');
            ctx.fillText(text, x + (last ? -6 : 6), y);
          });
        });
        ctx.restore();
      },
    };
    return new Chart(canvasIn(place), {
      type: 'line',
      data: {labels: axes.map(axis => axis.name), datasets},
      plugins: [rulers],
      options: {
        interaction: {mode: 'nearest', intersect: false},
        layout: {padding: {left: 12, right: 12}},
        scales: {
          x: {
            grid: {display: false, drawBorder: false}, offset: false,
            ticks: {
              autoSkip: false, maxRotation: 0, color: colour('text'),
              // Paths are long: the last parts say it, each on a line.
              callback(value) { return this.getLabelForValue(value).split('.').slice(-3); },
            },
          },
          y: {display: false, min: -.04, max: 1.04},
        },
        plugins: {
          tooltip: {
            callbacks: {
              title: () => '',
              label: item => item.dataset.label + (item.dataset.outcome == null
                ? '' : '  ' + outcome.name + ' ' + short.format(item.dataset.outcome)),
            },
          },
        },
      },
    });
  };

  const drawStudy = () => {
    if (!study || !box) return;
    const outcome = study.outcomes[box.querySelector('select').value || 0];
    const place = box.querySelector('.drawing');
    const draw = study.axes.length === 1 ? drawPoints : drawParallel;
    charts.push(draw(place, outcome));
  };

  const drawAll = () => {
    charts.splice(0).forEach(chart => chart.destroy());
    theme();
    for (const place of document.querySelectorAll('[data-plot]')) {
      const plot = drawings.plots[place.dataset.plot];
      if (plot && plot.steps.length) drawCurves(place, plot).isCurves = true;
    }
    drawStudy();
    if (hidden.size) showKeys();
  };

  if (study && box) {
    const select = box.querySelector('select');
    study.outcomes.forEach((outcome, i) => select.add(new Option(outcome.name, i)));
    box.querySelector('.choice').hidden = study.outcomes.length < 2;
    box.hidden = false;
    select.addEventListener('change', drawAll);
  }
  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
})();
