// What the build knows, and the program cannot find out when it runs.
#pragma once

const char *build_compiler(void);
const char *build_swift_crypto(void);
const char *build_argument_parser(void);
