// The protected folders that each site of these tests has, where its server can ask us or
// hands the requests over: one for each kind of rule. What locks them is what docs/protect/ tells owners to write.
#pragma once

#include <array>
#include <string>

#include "server/http_client.h"
#include "server/set_ups.h"
#include "support/process.h"

namespace cloakroom::test {

class Site;

// The server asks us about every request for a protected folder.
bool can_ask(const SetUp& set_up);

// It cannot, and hands those requests over to us: we send the files.
bool sends_files(const SetUp& set_up);

// Either of the two.
bool can_lock(const SetUp& set_up);

// In each lies secret.txt; the last has no rule.
inline constexpr std::array<const char*, 4> locked_folders = {"/members", "/choir", "/alice", "/norule"};
// In the configuration of Apache, lighttpd and nginx /rewritten/ leads to the first by a rule of the owner's.
inline constexpr const char* locked_text = "SECRET: what lies in a protected folder\n";

// Writes the folders, with what locks them if that is a file inside.
void write_locked_folders(const SetUp& set_up, const Folders& folders);

// What the blocks ask for in cloakroom.conf.
void configure_locks(Site& site);

// What locks them in the server's own configuration.
std::string lock_configuration(const SetUp& set_up, const Folders& folders);

// The headers of a browser on its way to a page.
inline const Headers navigation = {{"Accept", "text/html,application/xhtml+xml"}};

// Runs words of the command line, which must succeed.
void must_run(Site& site, const Command& words);

}  // namespace cloakroom::test
