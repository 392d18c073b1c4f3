// The templates that an owner has put into a folder of his own, beside those that are built in.
#pragma once

#include <string>
#include <vector>

namespace cloakroom::view {

struct OwnTemplate {
    std::string file;                  // "sign-in.html"
    std::string flaw;                  // what is wrong, with file and line; empty: nothing
    std::vector<std::string> missing;  // tags of the one that is built in, "{{#flaw}}", which this one lacks
};

// Those in `folder` that are broken, so that the built-in ones are shown, or that lack
// something: a new version of the program may show more than it did when they were written.
std::vector<OwnTemplate> look_over(const std::string& folder);

}  // namespace cloakroom::view
