#include "stats/numeric.h"
#include <gsl/gsl_errno.h>

void numeric_begin(void)
{
	gsl_set_error_handler_off();
}
