// Will the site run well and safely on this host? What is found, as values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "admin/host.h"

namespace cloakroom::admin {

enum class Level { good, advice, bad };
std::string_view word(Level level);

struct Finding {
    std::string_view word;  // the section of html/check-words.html that says what it means and what to do
    Level level = Level::good;
    std::map<std::string, std::string> figures{};  // what stands in that section, by name
    std::string_view check{};                      // what was looked at
};

// One finding for each check that can be made with what is known.
std::vector<Finding> check_host(const Host& host);

// Does it keep the first user from being made? Nobody could sign in, or everybody could read what is private or put
// another program in the place of ours.
bool stops_set_up(const Finding& finding);

// All else that is bad: the owner must want it. Who only tries it out may have it in memory, say.
bool warns_before_set_up(const Finding& finding);

}  // namespace cloakroom::admin
