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

/* What a quotation mark or a brace opens, to behind its end: `'…'`, `"…"`, `{…}`. */
static const char *skip_quoted(const char *at)
{
	char end = *at == '{' ? '}' : *at;
	const char *close = strchr(at + 1, end);
	return close ? close + 1 : at + strlen(at);
}

static bool is_path_sign(char c)
{
	return is_name_sign(c) || c == '/' || c == '\\' || c == ':' || c == '~';
}

/* The name in a value: of a file the part after its folders. */
static const char *name_in(struct arena *arena, const char *value)
{
	size_t n = 0, from = 0;
	value += strspn(value, " '\"{");
	while (is_path_sign(value[n])) {
		from = is_name_sign(value[n]) ? from : n + 1;
		n++;
	}
	return n > from ? str_dup_n(arena, value + from, n - from) : NULL;
}

/* The name in the value of key=value, where the key begins a word outside of quotation
 * marks and braces: nothing inside a password is a key. */
static const char *value_of(struct arena *arena, const char *text, const char *key)
{
	size_t n = strlen(key);
	bool begins = true;
	for (const char *at = text; *at;) {
		if (*at == '\'' || *at == '"' || *at == '{') {
			at = skip_quoted(at);
			begins = false;
			continue;
		}
		if (begins &&
			str_equal_fold(str_dup_n(arena, at, strnlen(at, n)), key)) {
			const char *value = at + n;
			value += strspn(value, " ");
			if (*value == '=')
				return name_in(arena, value + 1);
		}
		begins = *at == ' ' || *at == ';' || *at == ':';
		at++;
	}
	return NULL;
}

const char *connection_name(struct arena *arena, const char *path)
{
	bool postgres = str_starts(path, "PG:");
	const char *kind = postgres ? "PG" : "ODBC";
	const char *text = path + strlen(kind) + 1;
	static const char *const keys[] = {"DSN", "Database", "DBQ", "FileDSN"};
	const char *name = value_of(arena, text, "dbname");
	for (size_t i = 0; i < 4 && !name && !postgres; i++)
		name = value_of(arena, text, keys[i]);
	/* ODBC:user/password@source,table: what follows the last @. */
	const char *at = strrchr(text, '@');
	if (!name && !postgres && !strchr(text, '=') && (at || !strchr(text, '/'))) {
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
