/* Any text as an address and as a name: ranges ascend, folding folded text changes
 * nothing, a name is like itself. */
#include "base/str.h"
#include "text/address.h"
#include "text/fold.h"
#include "text/name.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_text(struct arena *arena, const char *text)
{
	struct address a = address_parse(arena, text);
	for (unsigned parts = 0; parts <= ADDRESS_ALL; parts++)
		address_key(arena, &a, parts);
	if (a.number_from > a.number_to)
		abort();
	const char *once = text_fold(arena, text);
	if (!utf8_valid(once, strlen(once)) ||
		strcmp(text_fold(arena, once), once) != 0)
		abort();
	struct str_list names = name_split_aliases(arena, text);
	for (size_t i = 0; i < names.n; i++) {
		struct person_name name = name_parse(arena, names.items[i]);
		char sound[5];
		name_sound(name.surname, sound);
		if (name.key[0] && !name_similar(&name, &name))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	try_text(arena, str_dup_n(arena, (const char *)data, size));
	arena_free(arena);
	return 0;
}
