#include "intake/xml903.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include <cpl_error.h>
#include <cpl_minixml.h>
#include <cpl_vsi.h>
#include <string.h>

#define XML_MAX ((size_t)256 << 20)

struct xml903 {
	struct context *ctx;
	struct arena *arena;
	const char *name, *record;
	struct map columns; /* name -> column */
	const char **cells; /* rows of columns.n */
	size_t rows_n, given;
};

bool xml903_known(const unsigned char *head, size_t n)
{
	static const char mark[] = "SSDA903";
	for (size_t i = 0; i + sizeof mark - 1 <= n; i++)
		if (memcmp(head + i, mark, sizeof mark - 1) == 0)
			return true;
	return false;
}

/* The name that the CSV return has for an element. */
static const char *column_name(const char *element)
{
	if (str_equal(element, "CHILDID"))
		return "CHILD";
	return str_equal(element, "PL") ? "PLACE" : element;
}

static bool is_element(const CPLXMLNode *node)
{
	return node->eType == CXT_Element;
}

/* Whether an element holds text alone, or nothing. */
static bool is_leaf(const CPLXMLNode *node)
{
	for (const CPLXMLNode *c = node->psChild; c; c = c->psNext)
		if (is_element(c))
			return false;
	return true;
}

static const char *leaf_text(const CPLXMLNode *node)
{
	for (const CPLXMLNode *c = node->psChild; c; c = c->psNext)
		if (c->eType == CXT_Text)
			return c->pszValue;
	return "";
}

static bool is_named(const CPLXMLNode *node, const char *name)
{
	return is_element(node) && str_equal_fold(node->pszValue, name);
}

/* The first child that is called name, at or after `node`. */
static const CPLXMLNode *next_named(const CPLXMLNode *node, const char *name)
{
	while (node && !is_named(node, name))
		node = node->psNext;
	return node;
}

/* Interns the names of a record's leaves, or puts their texts into a row. */
static void take_leaves(struct xml903 *x, const CPLXMLNode *node, const char **row)
{
	for (const CPLXMLNode *c = node->psChild; c; c = c->psNext) {
		if (!is_element(c) || !is_leaf(c))
			continue;
		size_t column = map_intern(&x->columns, column_name(c->pszValue));
		if (row)
			row[column] = str_dup(x->arena, leaf_text(c));
	}
}

/* Records stand in CHILD, or in its HEADER. */
static void take_child(struct xml903 *x, const CPLXMLNode *child, const char **cells)
{
	const CPLXMLNode *header = next_named(child->psChild, "HEADER");
	const CPLXMLNode *parents[2] = {child, header};
	for (size_t i = 0; i < 2; i++) {
		const CPLXMLNode *record =
			parents[i] ? next_named(parents[i]->psChild, x->record) : NULL;
		for (; record; record = next_named(record->psNext, x->record)) {
			const char **row =
				cells ? cells + (x->rows_n + 1) * x->columns.n : NULL;
			if (header)
				take_leaves(x, header, row);
			take_leaves(x, record, row);
			x->rows_n++;
		}
	}
}

static void take_all(struct xml903 *x, const CPLXMLNode *root, const char **cells)
{
	x->rows_n = 0;
	const CPLXMLNode *child = next_named(root->psChild, "CHILD");
	for (; child; child = next_named(child->psNext, "CHILD"))
		take_child(x, child, cells);
}

static void build(struct xml903 *x, const CPLXMLNode *root)
{
	take_all(x, root, NULL);
	size_t n = (x->rows_n + 1) * x->columns.n;
	const char **cells = arena_array(x->arena, const char *, n);
	for (size_t i = 0; i < n; i++)
		cells[i] = i < x->columns.n ? x->columns.keys[i] : "";
	take_all(x, root, cells);
	x->cells = cells;
}

static const CPLXMLNode *find_root(const CPLXMLNode *tree)
{
	while (tree && !(is_element(tree) && tree->pszValue[0] != '?'))
		tree = tree->psNext;
	return tree;
}

static enum err_code read_text(struct xml903 *x, const char *path, const char **text)
{
	struct err_where where = {.file = x->name};
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return err_at(x->ctx, ERR_IO, where, "can't be opened any more");
	VSIFSeekL(file, 0, SEEK_END);
	size_t n = (size_t)VSIFTellL(file);
	VSIFSeekL(file, 0, SEEK_SET);
	if (n > XML_MAX) {
		VSIFCloseL(file);
		return err_at(x->ctx, ERR_DATA, where,
			"is larger than 256 MiB; take the CSV return instead");
	}
	char *bytes = arena_array(x->arena, char, n + 1);
	size_t got = VSIFReadL(bytes, 1, n, file);
	VSIFCloseL(file);
	if (got != n || memchr(bytes, '\0', n))
		return err_at(
			x->ctx, ERR_DATA, where, "is damaged; export the return again");
	*text = utf8_valid(bytes, n) ? bytes : utf8_from_1252(x->arena, bytes, n);
	return ERR_OK;
}

static enum err_code parse(struct xml903 *x, const char *text)
{
	struct err_where where = {.file = x->name};
	CPLPushErrorHandler(CPLQuietErrorHandler);
	CPLErrorReset();
	CPLXMLNode *tree = CPLParseXMLString(text);
	const char *why = str_dup(x->arena, CPLGetLastErrorMsg());
	CPLPopErrorHandler();
	if (!tree)
		return err_at(x->ctx, ERR_DATA, where,
			"is no well-formed XML (%s); export the return again", why);
	const CPLXMLNode *root = find_root(tree);
	if (root)
		build(x, root);
	CPLDestroyXMLNode(tree);
	if (!root || x->rows_n == 0)
		return err_at(x->ctx, ERR_DATA, where,
			"has no %s records of the SSDA903 return", x->record);
	return ERR_OK;
}

enum err_code xml903_open(
	struct context *ctx, const char *path, const char *record, struct xml903 **xml)
{
	struct arena *arena = arena_create();
	struct xml903 *x = arena_new(arena, struct xml903);
	const char *text = "";
	*xml = NULL;
	x->ctx = ctx;
	x->arena = arena;
	x->name = str_dup(arena, file_base(path));
	x->record = record;
	map_init(&x->columns, arena);
	enum err_code err = read_text(x, path, &text);
	if (!err)
		err = parse(x, text);
	if (err)
		xml903_close(x);
	else
		*xml = x;
	return err;
}

bool xml903_next(struct xml903 *x, const char *const **cells)
{
	if (x->given > x->rows_n)
		return false;
	*cells = x->cells + x->given++ * x->columns.n;
	return true;
}

size_t xml903_columns(const struct xml903 *x)
{
	return x->columns.n;
}

size_t xml903_rows(const struct xml903 *x)
{
	return x->rows_n;
}

void xml903_close(struct xml903 *x)
{
	if (x)
		arena_free(x->arena);
}
