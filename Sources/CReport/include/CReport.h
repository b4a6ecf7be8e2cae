#pragma once
#include <stddef.h>

/// Bytes that are part of the program.
typedef struct {
  const unsigned char *start;
  size_t count;
} creport_file;

/// The page's template.
creport_file creport_page(void);
/// The page's style sheet.
creport_file creport_style(void);
/// The page's script.
creport_file creport_script(void);
/// Chart.js, which the script draws with.
creport_file creport_charts(void);
