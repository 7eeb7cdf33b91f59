#include "work/setting.h"

enum err_code setting_get(struct store *store, const char *key, const char **value)
{
	struct statement *s;
	bool row = false;
	*value = NULL;
	enum err_code err = store_prepare(store, &sql_case_setting_get, &s);
	if (err)
		return err;
	bind_text(s, ":key", key);
	err = statement_step(s, &row);
	if (!err && row)
		*value = column_dup(s, 0, store_context(store)->arena);
	statement_reset(s);
	return err;
}

enum err_code setting_set(struct store *store, const char *key, const char *value)
{
	struct statement *s;
	enum err_code err = store_prepare(store, &sql_case_setting_set, &s);
	if (err)
		return err;
	bind_text(s, ":key", key);
	bind_text(s, ":value", value);
	return statement_run(s);
}

enum err_code setting_marking(struct store *store, const char **marking)
{
	enum err_code err = setting_get(store, "marking", marking);
	if (!err && !*marking)
		*marking = MARKING_DEFAULT;
	return err;
}
