/* cmocka, in the order it wants its headers. */
#ifndef LASTSEEN_TESTS_UNIT_H
#define LASTSEEN_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* After those. */
#include <cmocka.h>

#endif
