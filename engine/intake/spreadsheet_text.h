/* What GDAL gives of a workbook's cells, as people wrote it. */
#ifndef LASTSEEN_INTAKE_SPREADSHEET_TEXT_H
#define LASTSEEN_INTAKE_SPREADSHEET_TEXT_H

#include "base/str.h"

/* NNNN/NN/NN, alone or with a time after it (XLSX), or NNNN-NN-NNT and a time (ODS). */
bool spreadsheet_is_date(const char *text);

/* "2023/12/01 21:31:00" as "2023-12-01 21:31:00"; "4.4770090012300003E11" and
 * "30.000000000000004" as people wrote them; all else as it is. */
const char *spreadsheet_text(struct arena *arena, const char *text);

/* A number to 15 figures, a whole one without a point. */
const char *spreadsheet_number(struct arena *arena, double value);

#endif
