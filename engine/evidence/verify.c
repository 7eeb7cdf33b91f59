#include "evidence/verify.h"
#include "base/file.h"
#include "base/str.h"
#include "evidence/tags.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { TAG_FILE_MOST = 64 << 20 };

struct verifier {
	struct context *ctx;
	const char *path;
	struct bag_check *check;
	const char **files; /* all, below the bag, sorted */
	size_t files_n;
	struct map known; /* those files */
	struct bag_info info;
	struct manifest *payload, *tags;
	size_t payload_n, tags_n;
	size_t unchecked_capacity;
};

static enum err_code wrong(struct verifier *v, const char *name, const char *what)
{
	return err_set(v->ctx, ERR_DATA, "%s: %s %s", v->path, name, what);
}

static const char *full_path(struct verifier *v, const char *name)
{
	return str_printf(v->ctx->arena, "%s/%s", v->path, name);
}

static bool has(const struct verifier *v, const char *name)
{
	size_t at;
	return map_get(&v->known, name, &at);
}

static void leave_unchecked(struct verifier *v, const char *name)
{
	struct bag_check *c = v->check;
	arena_reserve(
		v->ctx->arena, c->unchecked, v->unchecked_capacity, c->unchecked_n + 1);
	c->unchecked[c->unchecked_n++] = name;
}

static enum err_code check_folder(struct verifier *v)
{
	struct stat info;
	if (stat(v->path, &info) != 0)
		return err_set(v->ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
			"%s: cannot be opened: %s; name the folder of a pack", v->path,
			strerror(errno));
	if (S_ISDIR(info.st_mode))
		return ERR_OK;
	return err_set(v->ctx, ERR_UNSUPPORTED,
		"%s: is a file; this version verifies packs that are folders: unpack "
		"it "
		"first%s",
		v->path, str_ends(v->path, ".zip") ? " (unzip)" : "");
}

/* Lists the bag; a link could stand for a file outside of it. */
static enum err_code list(struct verifier *v)
{
	enum err_code err = folder_list(v->ctx, v->path, &v->files, &v->files_n);
	map_init(&v->known, v->ctx->arena);
	for (size_t i = 0; !err && i < v->files_n; i++) {
		struct stat info;
		if (lstat(full_path(v, v->files[i]), &info) != 0)
			return wrong(v, v->files[i], "cannot be looked at");
		if (!S_ISREG(info.st_mode))
			return wrong(v, v->files[i],
				"is a link or a device, not a file of the bag");
		map_set(&v->known, v->files[i], (size_t)info.st_size);
		if (!str_starts(v->files[i], "data/"))
			continue;
		v->check->files++;
		v->check->bytes += info.st_size;
	}
	return err;
}

static enum err_code read_declaration(struct verifier *v)
{
	const char *text;
	size_t n;
	struct stat info;
	if (!has(v, "bagit.txt"))
		return wrong(v, "bagit.txt", "is missing: this folder is no pack");
	enum err_code err =
		file_read(v->ctx, full_path(v, "bagit.txt"), TAG_FILE_MOST, &text, &n);
	if (!err)
		err = declaration_read(v->ctx, v->path, text, n, &v->check->version);
	if (!err && (stat(full_path(v, "data"), &info) != 0 || !S_ISDIR(info.st_mode)))
		err = wrong(v, "data/", "is missing: it should hold the pack's files");
	return err;
}

static enum err_code read_info(struct verifier *v)
{
	const char *text;
	size_t n;
	if (!has(v, "bag-info.txt"))
		return ERR_OK;
	enum err_code err = file_read(
		v->ctx, full_path(v, "bag-info.txt"), TAG_FILE_MOST, &text, &n);
	return err ? err : info_read(v->ctx, v->path, text, n, &v->info);
}

/* "sha256" of "manifest-sha256.txt"; NULL where it is no such name. */
static const char *algorithm_of(
	struct arena *arena, const char *file, const char *start)
{
	size_t n = strlen(file), start_n = strlen(start);
	if (strchr(file, '/') || !str_starts(file, start) || !str_ends(file, ".txt") ||
		n <= start_n + 4)
		return NULL;
	return str_lower(arena, str_dup_n(arena, file + start_n, n - start_n - 4));
}

static size_t digits_of(const char *algorithm)
{
	if (str_equal(algorithm, "sha256"))
		return SHA256_HEX - 1;
	return str_equal(algorithm, "sha512") ? SHA512_HEX - 1 : 0;
}

static enum err_code read_manifests(struct verifier *v, const char *start, bool payload,
	struct manifest **list_out, size_t *n_out)
{
	struct manifest *found =
		arena_array(v->ctx->arena, struct manifest, v->files_n);
	size_t n = 0, text_n;
	const char *text;
	enum err_code err = ERR_OK;
	for (size_t i = 0; !err && i < v->files_n; i++) {
		const char *algorithm = algorithm_of(v->ctx->arena, v->files[i], start);
		if (!algorithm)
			continue;
		struct manifest *m = &found[n++];
		m->file = v->files[i];
		m->algorithm = algorithm;
		err = file_read(
			v->ctx, full_path(v, m->file), TAG_FILE_MOST, &text, &text_n);
		if (!err)
			err = manifest_read(v->ctx, v->path, text, text_n, payload,
				digits_of(algorithm), m);
		if (!err && digits_of(algorithm) == 0)
			leave_unchecked(v, m->file);
	}
	*list_out = found;
	*n_out = n;
	return err;
}

/* One payload manifest at least, of an algorithm that can be checked. */
static enum err_code check_algorithms(struct verifier *v)
{
	if (v->payload_n == 0)
		return wrong(v, "manifest-sha256.txt",
			"is missing: nothing says what the pack should hold");
	for (size_t i = 0; i < v->payload_n; i++) {
		const char *a = v->payload[i].algorithm;
		if (digits_of(a) == 0)
			continue;
		v->check->algorithm = v->check->algorithm
					      ? str_printf(v->ctx->arena, "%s, %s",
							v->check->algorithm, a)
					      : a;
	}
	if (v->check->algorithm)
		return ERR_OK;
	return err_set(v->ctx, ERR_UNSUPPORTED,
		"%s: its manifest is by %.20s; this lastseen checks sha256 and sha512",
		v->path, v->payload[0].algorithm);
}

static enum err_code check_present(struct verifier *v, const struct manifest *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (!has(v, m->lines[i].path))
			return wrong(v, m->lines[i].path,
				str_printf(v->ctx->arena, "is missing: %s lists it",
					m->file));
	return ERR_OK;
}

static enum err_code check_sums(struct verifier *v, const struct manifest *m)
{
	char sum[SHA512_HEX];
	if (digits_of(m->algorithm) == 0)
		return ERR_OK;
	for (size_t i = 0; i < m->n; i++) {
		const char *path = full_path(v, m->lines[i].path);
		enum err_code err = str_equal(m->algorithm, "sha256")
					    ? sha256_file(v->ctx, path, sum, NULL)
					    : sha512_file(v->ctx, path, sum, NULL);
		if (err)
			return err;
		if (strcmp(sum, m->lines[i].sum) != 0)
			return wrong(v, m->lines[i].path,
				str_printf(v->ctx->arena,
					"was changed: its checksum is not that of %s",
					m->file));
	}
	return ERR_OK;
}

static enum err_code check_nothing_added(struct verifier *v)
{
	size_t at;
	for (size_t k = 0; k < v->payload_n; k++)
		for (size_t i = 0; i < v->files_n; i++)
			if (str_starts(v->files[i], "data/") &&
				!map_get(&v->payload[k].paths, v->files[i], &at))
				return wrong(v, v->files[i],
					str_printf(v->ctx->arena,
						"was added: %s does not list it",
						v->payload[k].file));
	return ERR_OK;
}

static bool in_a_tag_manifest(const struct verifier *v, const char *file)
{
	size_t at;
	for (size_t k = 0; k < v->tags_n; k++)
		if (map_get(&v->tags[k].paths, file, &at))
			return true;
	return false;
}

static enum err_code check_tag_files(struct verifier *v)
{
	enum err_code err = ERR_OK;
	if (v->info.ours && v->tags_n == 0)
		return wrong(v, "tagmanifest-sha256.txt", "is missing");
	for (size_t k = 0; !err && k < v->tags_n; k++) {
		err = check_present(v, &v->tags[k]);
		if (!err)
			err = check_sums(v, &v->tags[k]);
	}
	for (size_t i = 0; !err && i < v->files_n; i++) {
		const char *file = v->files[i];
		if (str_starts(file, "data/") || in_a_tag_manifest(v, file) ||
			algorithm_of(v->ctx->scratch, file, "tagmanifest-"))
			continue;
		if (v->info.ours)
			err = wrong(v, file, "was added: no manifest lists it");
		else
			leave_unchecked(v, file);
	}
	return err;
}

static enum err_code check_oxum(struct verifier *v)
{
	const struct bag_check *c = v->check;
	if (!v->info.has_oxum ||
		(v->info.bytes == c->bytes && v->info.files == c->files))
		return ERR_OK;
	return err_set(v->ctx, ERR_DATA,
		"%s: bag-info.txt says %lld bytes in %lld files, data/ has %lld in "
		"%lld",
		v->path, (long long)v->info.bytes, (long long)v->info.files,
		(long long)c->bytes, (long long)c->files);
}

static enum err_code check_payload(struct verifier *v)
{
	enum err_code err = ERR_OK;
	for (size_t k = 0; !err && k < v->payload_n; k++)
		err = check_present(v, &v->payload[k]);
	if (!err)
		err = check_nothing_added(v);
	if (!err)
		err = check_oxum(v);
	for (size_t k = 0; !err && k < v->payload_n; k++)
		err = check_sums(v, &v->payload[k]);
	return err;
}

enum err_code bag_verify(struct context *ctx, const char *path, struct bag_check *check)
{
	*check = (struct bag_check){0};
	struct verifier v = {.ctx = ctx, .path = path, .check = check};
	enum err_code err = check_folder(&v);
	if (!err)
		err = list(&v);
	if (!err)
		err = read_declaration(&v);
	if (!err)
		err = read_info(&v);
	if (!err)
		err = read_manifests(&v, "manifest-", true, &v.payload, &v.payload_n);
	if (!err)
		err = read_manifests(&v, "tagmanifest-", false, &v.tags, &v.tags_n);
	if (!err)
		err = check_algorithms(&v);
	if (!err)
		err = check_tag_files(&v);
	if (!err)
		err = check_payload(&v);
	if (!err && has(&v, "tagmanifest-sha256.txt"))
		err = sha256_file(ctx, full_path(&v, "tagmanifest-sha256.txt"),
			check->hash, NULL);
	return err;
}
