#include "text/code.h"
#include "base/str.h"
#include "text/scan.h"
#include <string.h>

#define CODE_MAX 64

/* Lower case, runs of blanks, dashes and underscores as one underscore. */
static bool code_fold(const char *text, char out[CODE_MAX])
{
	size_t used = 0;
	char folded[CODE_MAX];
	if (!scan_fold(text, folded, sizeof folded))
		return false;
	for (const char *p = folded; *p; p++) {
		char c = *p == ' ' || *p == '-' ? '_' : *p;
		if (c == '_' && used > 0 && out[used - 1] == '_')
			continue;
		out[used++] = c;
	}
	out[used] = '\0';
	return used > 0;
}

size_t code_find(const char *text, const char *const *codes, size_t n)
{
	char wanted[CODE_MAX], code[CODE_MAX];
	if (!code_fold(text, wanted))
		return CODE_NONE;
	for (size_t i = 0; i < n; i++)
		if (code_fold(codes[i], code) && strcmp(code, wanted) == 0)
			return i;
	return CODE_NONE;
}

uint64_t code_find_list(struct arena *arena, const char *text, const char *const *codes,
	size_t n, const char **unknown)
{
	uint64_t found = 0;
	*unknown = NULL;
	if (n > 64)
		BUG("more than 64 codes in a list");
	struct str_list pieces = str_split(arena, str_or_empty(text), ';');
	for (size_t i = 0; i < pieces.n; i++) {
		size_t code = code_find(pieces.items[i], codes, n);
		if (code != CODE_NONE)
			found |= UINT64_C(1) << code;
		else if (!*unknown)
			*unknown = pieces.items[i];
	}
	return found;
}

const char *code_list_text(struct arena *arena, const char *const *codes, size_t n)
{
	struct strbuf text;
	strbuf_init(&text, arena);
	for (size_t i = 0; i < n; i++) {
		strbuf_add(&text, i > 0 ? ", " : "");
		strbuf_add(&text, codes[i]);
	}
	return text.text;
}
