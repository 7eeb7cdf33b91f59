/* Ctrl-C and kill, put off while something half done would be left behind.
 *
 * Order of calls: interrupt_hold(), make and remove the temporary thing,
 * interrupt_release(); a signal that came in between (SIGINT, SIGTERM, SIGHUP) is then
 * delivered again and ends the program as it would have. Holds nest. Called on the main
 * thread alone; the action of a signal is the process's, so that the threads of a method
 * are held too. A started program (gnuplot) has its own signals and ends at once.
 */
#ifndef LASTSEEN_BASE_INTERRUPT_H
#define LASTSEEN_BASE_INTERRUPT_H

void interrupt_hold(void);
void interrupt_release(void);

#endif
