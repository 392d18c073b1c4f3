# What is measured and with what: make bench, make bench-scale. Included by the Makefile.

BENCH := $(OUT)/bench
BARE_C := $(addprefix $(BENCH)/,hello yes copy empty hash start)
BARE_CXX := $(addprefix $(BENCH)/,page variable)

.PHONY: bench bench-scale
bench: $(PROGRAM) $(BARE_C) $(BARE_CXX) $(BENCH)/timing  ## speed and memory beside bare programs, PHP and Flask; writes var/bench.md
	@tools/deps.sh bench
	@tests/bench/bench.sh $(OUT)

bench-scale: $(PROGRAM) $(BENCH)/fill  ## speed with up to 10,000,000 sessions; writes var/scale.md and var/scale.svg
	@tools/deps.sh bench
	@tests/bench/scale.sh $(OUT)

$(BENCH)/empty: bare_flags := -static
$(BENCH)/hello $(BENCH)/yes $(BENCH)/copy: bare_libraries := -lfcgi
$(BENCH)/hash: bare_libraries := -lsodium
$(BARE_C): $(BENCH)/%: tests/bench/bare/%.c
	@mkdir -p $(@D)
	$(CC) -O2 $(bare_flags) -o $@ $< $(bare_libraries)

# Compiled, hardened and linked as ours is: like is measured beside like.
$(BARE_CXX): $(BENCH)/%: $(OUT)/obj/tests/bench/bare/%.o
	@mkdir -p $(@D)
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@ $^ $(LIBRARIES)

$(BENCH)/timing: $(call objects,tests/bench/timing.cpp tests/support/house.cpp) $(LIBRARY)
$(BENCH)/fill: $(call objects,tests/bench/fill.cpp) $(LIBRARY)
$(BENCH)/timing $(BENCH)/fill:
	@mkdir -p $(@D)
	@tools/link.sh $(CXX) $(CXXFLAGS) $(SHIPPED) -o $@ $^ $(LIBRARIES)
