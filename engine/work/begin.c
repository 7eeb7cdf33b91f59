#include "work/begin.h"
#include "stats/numeric.h"

void work_begin(void)
{
	numeric_begin();
}
