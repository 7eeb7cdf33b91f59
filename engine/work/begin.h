/* Once, before any use case: libraries that would end the program at an error are told
 * to answer it instead. */
#ifndef LASTSEEN_WORK_BEGIN_H
#define LASTSEEN_WORK_BEGIN_H

void work_begin(void);

#endif
