#include "build.h"

// The toolchain compiles C and Swift by the same LLVM, whose commit stands in this.
const char *build_compiler(void) { return __VERSION__; }
// Package.swift, which asks for these versions, says them here too.
const char *build_swift_crypto(void) { return SWIFT_CRYPTO; }
const char *build_argument_parser(void) { return ARGUMENT_PARSER; }
