# Cloakroom. `make help` lists what there is to make.
#
#   BUILD=dir      where everything that is made goes, save the program itself (default: build)
#   SANITIZE=1     builds and tests with AddressSanitizer and UndefinedBehaviorSanitizer, in a folder of its own, and
#                  counts which lines and branches the tests run
#   CXX, CXXFLAGS  as usual; what the program cannot do without stands below
#   V=1            shows the compiler's whole command lines

BUILD ?= build
OUT := $(BUILD)$(if $(SANITIZE),/sanitize)

# A build in another folder keeps its program to itself, too.
PROGRAM := $(if $(filter build,$(OUT)),cgi-bin,$(OUT)/cgi-bin)/cloakroom.fcgi
export CLOAKROOM_PROGRAM := $(abspath $(PROGRAM))

CXXFLAGS ?= -O2 -g1
WARNINGS := -Wall -Wextra -Wpedantic -Werror
LIBRARIES := -lfcgi -lcgicc -lSQLiteCpp -lsqlite3 -lsodium -lutf8proc -lcrypt

ifdef SANITIZE
# Under sanitizers g++ 12 takes <regex> for uninitialised, wrongly.
HARDENING := -O0 --coverage -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
    -D_GLIBCXX_ASSERTIONS -Wno-maybe-uninitialized
SHIPPED := --coverage -fsanitize=address,undefined
TESTED := $(SHIPPED)
else
HARDENING := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection \
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -ffunction-sections -fdata-sections
# No build id: it tells in which folder the program was built.
SHIPPED := -static-pie -Wl,--build-id=none,--gc-sections,-z,relro,-z,now,-z,noexecstack,-z,separate-code
TESTED := -pie
endif

DIALECT := -std=c++20 -Isrc -I$(OUT)
COMPILE = $(if $(V),,@echo "  compiling $<"; )$(CXX) $(DIALECT) $(CXXFLAGS) $(WARNINGS) $(HARDENING) -MMD -MP
objects = $(patsubst %.cpp,$(OUT)/obj/%.o,$(wildcard $(1)))

SOURCES := $(wildcard src/*.cpp src/*/*.cpp src/*/*/*.cpp)
GENERATED := $(addprefix $(OUT)/generated/,statements.h schema.h embedded.cpp)
LIBRARY := $(OUT)/all.a

# What somebody else's program links: the session of cloakroom.h and what stands behind it, no pages.
SDK := $(OUT)/libcloakroom.a
SDK_SOURCES := $(wildcard src/sdk/*.cpp src/auth/*.cpp src/admin/*.cpp src/db/*.cpp src/base/*.cpp) \
    $(addprefix src/,cloakroom.cpp core.cpp private_folder.cpp program.cpp settings.cpp) \
    $(addprefix src/http/,client_address.cpp cookie.cpp environment.cpp local_path.cpp origin.cpp text.cpp)

# As many jobs as there are processors, unless -j says otherwise.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.PRECIOUS: $(OUT)/obj/%.o

.PHONY: all
all: $(PROGRAM)  ## the program: cgi-bin/cloakroom.fcgi (what plain `make` does)

# Stripped beside its place, then moved there: a running program keeps its old file and notices the new one.
$(PROGRAM): $(OUT)/cloakroom
	@mkdir -p $(@D)
	@strip -o $@.new $< && mv -f $@.new $@

$(OUT)/cloakroom: $(OUT)/obj/src/main.o $(LIBRARY)
	@echo "  linking $@"
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@ $^ $(LIBRARIES)

# Everything but main: what the tests link. What was counted of older code goes.
$(LIBRARY): $(filter-out $(OUT)/obj/src/main.o,$(call objects,$(SOURCES))) $(OUT)/generated/embedded.o
	@$(if $(SANITIZE),find $(OUT) -name '*.gcda' -delete)
	@rm -f $@ && ar rcs $@ $^

$(SDK): $(call objects,$(SDK_SOURCES)) $(OUT)/generated/embedded.o
	@rm -f $@ && ar rcs $@ $^

$(OUT)/obj/%.o: %.cpp | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) $(if $(filter tests/%,$<),-Itests -DBOOST_TEST_DYN_LINK) -c -o $@ $<

# What `doctor` says of the library that reads other people's bytes.
$(OUT)/obj/src/admin/host.o: DIALECT += -DCLOAKROOM_FCGI_LIBRARY='"$(shell dpkg-query -W -f '$${Version}' libfcgi-dev 2>/dev/null)"'

$(OUT)/generated/%.o: $(OUT)/generated/%.cpp
	$(COMPILE) -c -o $@ $<

# The folders are named as well, so that a file that goes is noticed like one that comes.
$(OUT)/generated/stamp: $(OUT)/embed src/auth/common_passwords.txt \
    $(wildcard sql sql/*.sql sql/schema sql/schema/*.sql html html/* docs/protect docs/protect/*)
	@$(OUT)/embed $(@D)
	@touch $@

$(GENERATED): $(OUT)/generated/stamp ;

$(OUT)/embed: tools/embed.cpp
	@mkdir -p $(@D)
	@echo "  compiling $<"; $(CXX) -std=c++20 -O1 $(WARNINGS) -o $@ $< -lsqlite3

-include $(shell find $(OUT)/obj $(OUT)/generated -name '*.d' 2>/dev/null)

# Each folder of tests becomes one program. BOOST_TEST='--run_test=cookie*' chooses some of its tests.
unit_tests := tests/unit/*.cpp tests/unit/*/*.cpp tests/unit/*/*/*.cpp
cgi_tests := tests/cgi/*.cpp
server_tests := tests/server/*.cpp
site_for_tests := $(addprefix tests/server/,site.cpp owner.cpp checks.cpp set_ups.cpp locks.cpp http_client.cpp)
torture_tests := tests/torture/*.cpp $(site_for_tests)
hosts_tests := tests/hosts/*.cpp $(site_for_tests)
define TEST_PROGRAM
.PHONY: test-$(1)
test-$(1): $(OUT)/tests/$(1) $(if $(filter unit,$(1)),,$(PROGRAM))
	@$$< --report_level=short --color_output=no $$(BOOST_TEST)
$(OUT)/tests/$(1): $(call objects,$($(1)_tests) tests/support/*.cpp) $(LIBRARY)
	@mkdir -p $$(@D)
	@echo "  linking $$@"
	@$(CXX) $(CXXFLAGS) $(TESTED) -o $$@ $$^ $(LIBRARIES) -lboost_unit_test_framework $(if $(filter server torture hosts,$(1)),-lcurl)
endef
$(foreach kind,unit cgi server torture hosts,$(eval $(call TEST_PROGRAM,$(kind))))

.PHONY: test test-fuzz test-browser test-new-page
test:  ## the quick tests, under a minute: unit, CGI, and what fuzzing found
	+@tools/check.sh test-unit test-cgi test-fuzz
test-new-page: $(PROGRAM) $(OUT)/tests/cgi  ## the page that docs/add-a-page.md adds
	+@tools/new-page.sh $(OUT)
test-server: $(OUT)/installed $(OUT)/tests/slow-page $(OUT)/tests/answers  ## the tests behind real web servers

export CLOAKROOM_SLOW_PAGE := $(abspath $(OUT)/tests/slow-page)
$(OUT)/tests/slow-page: $(OUT)/obj/tests/server/programs/slow_page.o $(SDK)
	@mkdir -p $(@D)
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@ $^ $(LIBRARIES)

export CLOAKROOM_ANSWERS := $(abspath $(OUT)/tests/answers)
$(OUT)/tests/answers: $(OUT)/obj/tests/server/programs/answers.o
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) $(TESTED) -o $@ $^ -lfcgi

test-hosts: $(OUT)/tests/restricted $(OUT)/tests/relinked  ## the package, uploaded to hosts of each kind

export CLOAKROOM_RESTRICTED := $(abspath $(OUT)/tests/restricted)
$(OUT)/tests/restricted: $(OUT)/obj/tests/hosts/programs/restricted.o
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) $(TESTED) -o $@ $^

export CLOAKROOM_RELINKED := $(abspath $(OUT)/tests/relinked)
$(OUT)/tests/relinked: $(OUT)/obj/src/main.o $(LIBRARY)
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@.unstripped $(abspath $^) $(LIBRARIES)
	@strip -o $@ $@.unstripped

# The program of a later release: this one, and one more step of the schema.
export CLOAKROOM_NEXT := $(abspath $(OUT)/tests/next-cloakroom)
test-server: $(CLOAKROOM_NEXT)
$(CLOAKROOM_NEXT): $(OUT)/obj/src/main.o $(addprefix $(OUT)/tests/next/,core.o admin/backup.o) $(LIBRARY)
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@ $^ $(LIBRARIES)
$(OUT)/tests/next/%.o: src/%.cpp $(OUT)/tests/next/generated/schema.h
	@mkdir -p $(@D)
	$(COMPILE) -iquote $(OUT)/tests/next -c -o $@ $<
$(OUT)/tests/next/generated/schema.h: $(OUT)/generated/schema.h tests/server/programs/next_step.sql
	@mkdir -p $(@D)
	@(sed '/^};/,$$d' $<; echo '{99, "099-next", R"('; cat $(lastword $^); echo ')"},'; sed -n '/^};/,$$p' $<) > $@

# The library as somebody else has it: what the example of docs/cpp.md is built with.
export CLOAKROOM_INSTALLED := $(abspath $(OUT)/installed)
$(OUT)/installed: $(SDK) src/cloakroom.h tools/cloakroom.pc.in docs/cpp.md docs/examples/visits.cpp | $(PROGRAM)
	@rm -rf $@
	@$(MAKE) --silent install DESTDIR=$(CLOAKROOM_INSTALLED) PREFIX=/usr

.PHONY: torture
# Into a static program nothing can be preloaded: no other clock, no memory that runs out.
export CLOAKROOM_DYNAMIC := $(abspath $(OUT)/tests/dynamic-cloakroom)
export CLOAKROOM_FAILING_MALLOC := $(abspath $(OUT)/tests/failing-malloc.so)
test-torture torture: $(CLOAKROOM_DYNAMIC) $(CLOAKROOM_FAILING_MALLOC)
test-cgi: $(CLOAKROOM_DYNAMIC)
$(CLOAKROOM_DYNAMIC): $(OUT)/obj/src/main.o $(LIBRARY)
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) $(TESTED) -o $@ $^ $(LIBRARIES)
$(CLOAKROOM_FAILING_MALLOC): tests/torture/preload/failing_malloc.cpp
	@mkdir -p $(@D)
	@$(CXX) -std=c++20 -O1 -fPIC -shared -o $@ $<

torture: $(OUT)/tests/torture $(PROGRAM)  ## killed workers, power cuts, faults (CYCLES=10000; make check does 200)
	@CYCLES=$${CYCLES:-10000} $< --report_level=short --color_output=no $(BOOST_TEST)

test-browser: $(PROGRAM) tests/browser/node_modules/.package-lock.json  ## the tests in a real browser
	@node --test --test-concurrency=$(shell nproc) $(wildcard tests/browser/*.test.mjs)

.PHONY: screenshots
screenshots: $(CLOAKROOM_DYNAMIC) tests/browser/node_modules/.package-lock.json  ## docs/screenshots.md with its pictures
	@tools/deps.sh check
	@CLOAKROOM_PROGRAM=$(abspath tests/browser/clocked-program.sh) node tests/browser/screenshots.mjs

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	npm ci --prefix tests/browser --no-audit --no-fund

# A fuzz target is tests/fuzz/NAME.cpp with its corpus in tests/fuzz/corpus/NAME/; replay.cpp is the main() of a replay.
FUZZED := $(patsubst tests/fuzz/%.cpp,%,$(filter-out %/replay.cpp,$(wildcard tests/fuzz/*.cpp)))
MUTATIONS ?= 500000  # of each; a million together
test-fuzz: $(FUZZED:%=$(OUT)/tests/fuzz-%)
	@for name in $(FUZZED); do $(OUT)/tests/fuzz-$$name $(MUTATIONS) tests/fuzz/corpus/$$name/* || exit 1; done

$(OUT)/tests/fuzz-%: $(OUT)/obj/tests/fuzz/%.o $(OUT)/obj/tests/fuzz/replay.o $(LIBRARY)
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) $(TESTED) -o $@ $^ $(LIBRARIES)

.PHONY: fuzz
fuzz: $(GENERATED)  ## looks for new inputs that break the parsers (needs clang; FUZZ_SECONDS=60 for each)
	+@tools/fuzz.sh $(OUT) $(FUZZED)

CODE := $(shell find src tests tools -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' \) -print)
.PHONY: lint lint-format lint-sizes lint-docs lint-cppcheck lint-tidy
lint:  ## format, sizes, documents, cppcheck and clang-tidy; a file that did not change is not read again
	+@tools/check.sh lint-format lint-sizes lint-docs lint-cppcheck lint-tidy

lint-sizes:
	@tools/sizes.sh

lint-docs:
	@tools/check-docs.sh
	@tools/schema-docs.sh | diff -u docs/database.md - || { echo "docs/database.md: run 'make schema-docs'"; exit 1; }

lint-format: $(OUT)/lint/format
$(OUT)/lint/format: $(CODE)
	@mkdir -p $(@D)
	@clang-format --dry-run -Werror $?
	@touch $@

lint-tidy: $(OUT)/lint/tidy-src $(OUT)/lint/tidy-tools
$(OUT)/lint/tidy-src: $(call objects,$(SOURCES))
$(OUT)/lint/tidy-tools: $(OUT)/obj/tools/embed.o
$(OUT)/lint/tidy-%: .clang-tidy
	@mkdir -p $(@D)
	@tools/tidy.sh $@.d "$(DIALECT)" $(patsubst $(OUT)/obj/%.o,%.cpp,$(filter %.o,$(if $(filter .clang-tidy,$?),$^,$?)))
	@touch $@

# passedByValue: a view is made to be passed by value.
lint-cppcheck: $(OUT)/lint/cppcheck
$(OUT)/lint/cppcheck: $(CODE)
	@mkdir -p $(OUT)/lint/cppcheck-cache
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --suppress=passedByValue \
	    --inline-suppr --std=c++20 --cppcheck-build-dir=$(OUT)/lint/cppcheck-cache -Isrc src tools
	@touch $@

.PHONY: check check-coverage check-table security-table
check:  ## everything: installs what tests need, builds, lints, runs all tests, counts
	@tools/deps.sh check $(if $(SANITIZE),gcovr)
	+@tools/check.sh $(if $(SANITIZE),all test-unit test-cgi test-fuzz check-coverage,\
	    all lint-format lint-sizes lint-docs lint-cppcheck lint-tidy test-unit test-cgi test-fuzz test-new-page test-server test-hosts test-torture test-browser check-table)

security-table:  ## writes docs/security.md: each requirement with the tests that hold it
	tools/security-table.sh > docs/security.md.new
	@mv docs/security.md.new docs/security.md

.PHONY: cli-docs
cli-docs: $(PROGRAM)  ## writes docs/cli.md: what the program says of its command words
	tools/cli-docs.sh $(abspath $(PROGRAM)) > docs/cli.md.new
	@mv docs/cli.md.new docs/cli.md

.PHONY: schema-docs
schema-docs:  ## writes docs/database.md: what the steps in sql/schema/ say of tables and columns
	tools/schema-docs.sh > docs/database.md.new
	@mv docs/database.md.new docs/database.md

check-table:
	@tools/security-table.sh | diff -u docs/security.md - || { echo "docs/security.md: run 'make security-table'"; exit 1; }

# Of src/, by unit and CGI tests together. What g++ adds for exceptions is no branch of ours.
check-coverage:
	@gcovr --root . --filter src/ --exclude-throw-branches --exclude-unreachable-branches \
	    --fail-under-line 90 --fail-under-branch 80 --print-summary --output $(OUT)/coverage.txt $(OUT)/obj/src

# PREFIX is where things are to be found, DESTDIR (for packages) a folder before it.
PREFIX ?= /usr/local
VERSION = $(shell sed -n 's/.*version = "\(.*\)";/\1/p' src/base/version.h)
INSTALLED := bin/cloakroom share/man/man1/cloakroom.1 include/cloakroom.h lib/libcloakroom.a lib/pkgconfig/cloakroom.pc \
    $(addprefix share/doc/cloakroom/,cpp.md examples/visits.cpp LICENSE)
.PHONY: install uninstall
install: $(PROGRAM) $(SDK)  ## command line, man page, library for C++ programs (PREFIX=/usr/local, DESTDIR=)
	install -d $(sort $(dir $(INSTALLED:%=$(DESTDIR)$(PREFIX)/%)))
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/cloakroom
	tools/man.sh $(VERSION) > $(DESTDIR)$(PREFIX)/share/man/man1/cloakroom.1
	install -m 644 src/cloakroom.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(SDK) $(DESTDIR)$(PREFIX)/lib/
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' \
	    tools/cloakroom.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/cloakroom.pc
	install -m 644 docs/cpp.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/cloakroom/
	install -m 644 docs/examples/visits.cpp $(DESTDIR)$(PREFIX)/share/doc/cloakroom/examples/

uninstall:  ## takes away what install put there
	rm -f $(INSTALLED:%=$(DESTDIR)$(PREFIX)/%)
	-rmdir $(DESTDIR)$(PREFIX)/share/doc/cloakroom/examples $(DESTDIR)$(PREFIX)/share/doc/cloakroom

.PHONY: run dist reproduce clean help
run:  ## installs what is missing, builds, starts a web server (PORT=8080, SERVER=lighttpd or apache)
	@tools/deps.sh run
	+@$(MAKE) all
	@exec tools/run.sh

include tests/bench/bench.mk

dist:  ## the package, as zip and tar.gz in dist/
	@tools/deps.sh dist
	+@$(MAKE) all
	@tools/dist.sh dist

reproduce:  ## builds the package of the last commit twice, in two folders, and compares
	+@tools/reproduce.sh

clean:  ## removes what make made
	rm -rf $(BUILD) cgi-bin/cloakroom.fcgi

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
