#include "CReport.h"

// Debian's package has Chart.js as one file; it becomes part of the program when this is compiled.
#if !__has_embed("/usr/share/javascript/chart.js/chart.min.js")
#error "Chart.js is not installed; ./setup installs it (Debian's package libjs-chart.js)"
#endif

static const unsigned char page[] = {
#embed "page.html"
};

static const unsigned char style[] = {
#embed "page.css"
};

static const unsigned char script[] = {
#embed "page.js"
};

static const unsigned char charts[] = {
#embed "/usr/share/javascript/chart.js/chart.min.js"
};

creport_file creport_page(void) { return (creport_file){page, sizeof page}; }
creport_file creport_style(void) { return (creport_file){style, sizeof style}; }
creport_file creport_script(void) { return (creport_file){script, sizeof script}; }
creport_file creport_charts(void) { return (creport_file){charts, sizeof charts}; }
