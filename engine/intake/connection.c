#include "intake/connection.h"
#include "base/str.h"
#include <string.h>

bool connection_is(const char *path)
{
	return path && (str_starts(path, "PG:") || str_starts(path, "ODBC:"));
}

static bool is_name_sign(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || (c & 0x80);
}

/* The value of key=value, where the key begins a word; quotes are taken off. */
static const char *value_of(struct arena *arena, const char *text, const char *key)
{
	size_t n = strlen(key);
	for (const char *at = text; *at; at++) {
		bool begins = at == text || strchr(" ;:'\"", at[-1]);
		if (!begins ||
			!str_equal_fold(str_dup_n(arena, at, strnlen(at, n)), key))
			continue;
		at += n;
		at += strspn(at, " ");
		if (*at != '=')
			return NULL;
		at += 1 + strspn(at + 1, " '\"{");
		size_t length = 0;
		while (is_name_sign(at[length]))
			length++;
		return length ? str_dup_n(arena, at, length) : NULL;
	}
	return NULL;
}

const char *connection_name(struct arena *arena, const char *path)
{
	bool postgres = str_starts(path, "PG:");
	const char *kind = postgres ? "PG" : "ODBC";
	const char *text = path + strlen(kind) + 1;
	const char *name = value_of(arena, text, "dbname");
	if (!name && !postgres)
		name = value_of(arena, text, "DSN");
	if (!name && !postgres)
		name = value_of(arena, text, "Database");
	/* ODBC:user/password@source,table: what follows the last @. */
	const char *at = strrchr(text, '@');
	if (!name && !postgres && (at || !strpbrk(text, "=/"))) {
		const char *source = at ? at + 1 : text;
		size_t n = 0;
		while (is_name_sign(source[n]))
			n++;
		name = n ? str_dup_n(arena, source, n) : NULL;
	}
	return name ? str_printf(arena, "%s:%s", kind, name) : kind;
}

const char *connection_reason(const char *message)
{
	static const struct {
		const char *part, *reason;
	} known[] = {
		{"password", "the user or the password was refused"},
		{"no pg_hba", "the server lets nobody in from here"},
		{"does not exist", "the server has no such database or user"},
		{"refused", "no server answers there"},
		{"No such file", "no server answers there"},
		{"could not translate", "the host's name is not known"},
		{"timeout", "the server did not answer in time"},
		{"Data source name not found", "there is no such data source"},
		{"Can't open lib", "the ODBC driver is not installed"},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strstr(message, known[i].part))
			return known[i].reason;
	return "the driver gave no reason that may be shown";
}
