# lastseen: a hotspot and pattern engine for episodes of children going missing.
#
#	make demo      installs what is missing, builds, runs the main job on a made-up case
#	make test      likewise, then every test
#	make           build/lastseen
#	make install   to PREFIX (/usr/local), with the man page and shell completion
#	make bench     ratios against other programs, where they are installed (BENCH=table: one)
#	make fuzz      each parser of outside text, FUZZ_SECONDS (60) each
#	make fixtures  the made-up case anew
#	make bless     takes the command line's present output as the expected one
#	make format lint layers
#	SAN=1          with the address and undefined behaviour sanitizers

SHELL := /bin/sh
BUILD ?= build
PREFIX ?= /usr/local
VERSION := 0.1.0

# The one list of packages, for Debian 12. "make packages" prints it.
PACKAGES_BUILD := gcc libc6-dev make pkgconf libgeos-dev libproj-dev libsqlite3-dev \
	libgdal-dev libigraph-dev libgsl-dev librandom123-dev libsodium-dev libjansson-dev \
	libutf8proc-dev libinih-dev
PACKAGES_RUN := libsqlite3-mod-spatialite gnuplot-nox fonts-dejavu-core
PACKAGES_TEST := libcmocka-dev bats sqlite3 jq libxml2-utils zip unzip
PACKAGES_FUZZ := clang libclang-rt-14-dev
PACKAGES_LINT := clang-format clang-tidy cppcheck

CC := gcc
# V=1 shows the commands.
Q := $(if $(V),,@)
OPT ?= -O2
ifdef SAN
override BUILD := $(BUILD)/san
OPT := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined
endif
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wmissing-prototypes \
	-Wstrict-prototypes -Werror
LIBS := geos proj sqlite3 gdal igraph gsl libsodium jansson libutf8proc inih
CPPFLAGS += -Iengine -Icli -I$(BUILD) -D_XOPEN_SOURCE=700 -DLASTSEEN_VERSION='"$(VERSION)"' \
	-isystem /usr/include/igraph -isystem /usr/include/gdal
CFLAGS += -std=c17 $(WARN) -g $(OPT) -fopenmp -MMD -MP
LDFLAGS += -fopenmp $(filter -fsanitize%,$(OPT))
LDLIBS = -lgeos_c -lproj -lsqlite3 -lgdal -ligraph -lgsl -lgslcblas -lsodium -ljansson \
	-lutf8proc -linih -lm

# Layers from the top down, each after those that include it: the order of linking.
LAYERS := work evidence report flags locate intake link stats store geo text base
LIB = $(BUILD)/lib$(1).a
SQL := $(sort $(wildcard queries/*.sql))
ASSETS := $(sort $(filter-out plots/README.md,$(wildcard plots/*.*)))
GEN := $(BUILD)/gen/sql.c $(BUILD)/gen/asset.c
OBJ = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
CLI_SRC := $(sort $(wildcard cli/*.c))

all: $(BUILD)/lastseen

$(BUILD)/lastseen: $(call OBJ,$(CLI_SRC)) $(foreach l,$(LAYERS),$(call LIB,$(l)))
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

define LAYER_RULE
$(call LIB,$(1)): $(call OBJ,$(sort $(wildcard engine/$(1)/*.c))) $(if $(filter base,$(1)),\
	$(BUILD)/obj/gen/sql.o $(BUILD)/obj/gen/asset.o)
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call LAYER_RULE,$(l))))

$(BUILD)/gen/sql.c: queries/embed.sh $(SQL) | $(BUILD)/gen
	$(Q)queries/embed.sh $(BUILD)/gen sql $(SQL)
$(BUILD)/gen/asset.c: queries/embed.sh $(ASSETS) | $(BUILD)/gen
	$(Q)queries/embed.sh $(BUILD)/gen asset $(ASSETS)
$(BUILD)/gen/sql.h: $(BUILD)/gen/sql.c
$(BUILD)/gen/asset.h: $(BUILD)/gen/asset.c
$(BUILD)/gen:
	mkdir -p $@

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(BUILD)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# ---- packages ---------------------------------------------------------------------
# "make demo" and "make test" install what is missing, or say the command that does.
PACKAGES_DEMO := $(PACKAGES_BUILD) $(PACKAGES_RUN)
PACKAGES_ALL := $(PACKAGES_DEMO) $(PACKAGES_TEST)

.PHONY: packages packages-demo packages-test
packages:
	@echo $(PACKAGES_ALL) $(PACKAGES_FUZZ) $(PACKAGES_LINT)
packages-demo:
	@tests/packages.sh $(PACKAGES_DEMO)
packages-test:
	@tests/packages.sh $(PACKAGES_ALL)

# ---- the made-up case -------------------------------------------------------------
FIXTURE_SRC := $(sort $(wildcard fixtures/*.c))
$(BUILD)/fixtures-generate: $(call OBJ,$(FIXTURE_SRC)) $(call LIB,base)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lsodium -linih -lm

.PHONY: demo fixtures
# The packages come first, then a make that sees them.
demo: packages-demo
	@$(MAKE) --no-print-directory all
	@tests/demo.sh $(BUILD)/lastseen fixtures/case $(BUILD)/demo

fixtures: $(BUILD)/fixtures-generate
	$< --output fixtures/case --episodes 600 --seed 1

# ---- tests ------------------------------------------------------------------------
UNIT_SRC := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
ORACLE_SRC := $(sort $(wildcard tests/oracle/test_*.c))
ORACLE_BIN := $(patsubst tests/oracle/%.c,$(BUILD)/oracle/%,$(ORACLE_SRC))
BENCH_BIN := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(sort $(wildcard tests/bench/*.c)))

# The layers a test of a layer links: the layer itself and all below it.
below_base := base
below_text := text base
below_geo := geo base
below_store := store base
below_stats := stats geo base
below_link := link text base
below_intake := intake store text base
below_locate := locate store geo text base
below_flags := flags store base
below_report := report store geo base
below_evidence := evidence store base
below_work := $(LAYERS)

define UNIT_RULE
$(BUILD)/unit/$(1)/%: $(BUILD)/obj/tests/unit/$(1)/%.o \
		$(foreach l,$(below_$(1)),$(call LIB,$(l)))
	@mkdir -p $$(@D)
	$(Q)$(CC) $(LDFLAGS) -o $$@ $$^ -lcmocka $(LDLIBS)
unit-$(1): $(filter $(BUILD)/unit/$(1)/%,$(UNIT_BIN))
	@set -e; for t in $$^; do $$$$t; done
.PHONY: unit-$(1)
endef
$(foreach l,$(LAYERS),$(eval $(call UNIT_RULE,$(l))))

$(BUILD)/oracle/%: $(BUILD)/obj/tests/oracle/%.o $(foreach l,$(LAYERS),$(call LIB,$(l)))
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)
$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(foreach l,$(LAYERS),$(call LIB,$(l)))
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: all test check unit oracle layers bench fuzz bless format lint install uninstall clean
test: packages-test
	@$(MAKE) --no-print-directory check
# Every test, with what is installed.
check: layers all $(UNIT_BIN) $(ORACLE_BIN) $(BUILD)/fixtures-generate
	@tests/run.sh $(BUILD)
unit: $(UNIT_BIN)
	@tests/run.sh $(BUILD) unit
oracle: $(ORACLE_BIN)
	@tests/run.sh $(BUILD) oracle
layers:
	@tests/layers.sh
bless: all
	@tests/cli/goldens.sh $(BUILD)/lastseen bless
bench: all $(BENCH_BIN)
	@tests/bench/run.sh $(BUILD) $(BENCH)

# ---- fuzzing ----------------------------------------------------------------------
FUZZ_SECONDS ?= 60
FUZZ_BUILD := $(BUILD)/fuzz
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
fuzz:
	@tests/packages.sh $(PACKAGES_DEMO) $(PACKAGES_FUZZ)
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=clang FUZZING=1 \
		OPT="-O1 -Wno-pass-failed -fsanitize=address,undefined,fuzzer-no-link" fuzz-run
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(FUZZ_SRC))
$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(foreach l,$(LAYERS),$(call LIB,$(l)))
	$(Q)$(CC) -fopenmp -fsanitize=address,undefined,fuzzer -o $@ $^ $(LDLIBS)
.PHONY: fuzz-run
fuzz-run: $(FUZZ_BIN)
	@tests/fuzz/run.sh $(BUILD) $(FUZZ_SECONDS)

# ---- house keeping ----------------------------------------------------------------
SOURCES := $(sort $(wildcard engine/*/*.[ch] cli/*.[ch] fixtures/*.[ch] tests/*/*.[ch] \
	tests/unit/*/*.[ch]))
format:
	clang-format -i $(SOURCES)
lint: $(GEN)
	clang-format --dry-run -Werror $(SOURCES)
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,portability --suppressions-list=tests/cppcheck.txt \
		$(filter -DLAST%,$(CPPFLAGS)) -Iengine -Icli -I$(BUILD) engine cli fixtures
	clang-tidy --quiet $(filter %.c,$(filter engine/% cli/%,$(SOURCES))) -- \
		$(CPPFLAGS) -std=c17 -fopenmp

MAN := $(DESTDIR)$(PREFIX)/share/man/man1/lastseen.1
BASH_COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions/lastseen
FISH_COMPLETION := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/lastseen.fish
install: all
	install -D -m 755 $(BUILD)/lastseen $(DESTDIR)$(PREFIX)/bin/lastseen
	install -d $(dir $(MAN)) $(dir $(BASH_COMPLETION)) $(dir $(FISH_COMPLETION))
	$(BUILD)/lastseen man >$(MAN)
	$(BUILD)/lastseen completion bash >$(BASH_COMPLETION)
	$(BUILD)/lastseen completion fish >$(FISH_COMPLETION)
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/lastseen $(MAN) $(BASH_COMPLETION) $(FISH_COMPLETION)
clean:
	rm -rf build

.SECONDARY:
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
