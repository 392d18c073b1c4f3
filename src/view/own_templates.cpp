#include "view/own_templates.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <stdexcept>

#include "base/embedded.h"
#include "view/source.h"

namespace cloakroom::view {
namespace {

namespace fs = std::filesystem;

// A section counts once, whether it shows what is there or what is not.
std::set<std::string> places_in(std::string_view content) {
    std::set<std::string> places;
    for (const Piece& piece : split(content).pieces) {
        const char kind = kind_of(piece.tag);
        const std::string name = name_of(piece.tag);
        if (kind == '\0') places.insert("{{" + name + "}}");
        if (kind == '#' || kind == '^') places.insert("{{#" + name + "}}");
        if (kind == '>') places.insert("{{> " + name + "}}");
    }
    return places;
}

// The names of all values that some built-in template shows.
const std::set<std::string>& known_values() {
    static const std::set<std::string> known = [] {
        std::set<std::string> names;
        for (const std::string_view file : embedded::html_names()) {
            if (!file.ends_with(".html")) continue;
            for (const Piece& piece : split(embedded::html(file)).pieces) {
                if (kind_of(piece.tag) == '\0') names.insert(name_of(piece.tag));
            }
        }
        return names;
    }();
    return known;
}

// A misspelt value breaks the page when it is asked for; here it is seen before.
void check_values(const std::string& file, std::string_view content) {
    for (const Piece& piece : split(content).pieces) {
        if (kind_of(piece.tag) != '\0' || known_values().contains(name_of(piece.tag))) continue;
        fail(file, piece.line, "{{" + piece.tag + "}} is shown by no built-in template: is it misspelt?");
    }
}

OwnTemplate look_at(const std::string& folder, const std::string& file, std::string_view built_in) {
    OwnTemplate own{.file = file, .flaw = "", .missing = {}};
    try {
        const Source source(folder, file);
        const std::string content = read(folder, file);
        check_values(file, content);
        std::ranges::set_difference(places_in(built_in), places_in(content), std::back_inserter(own.missing));
    } catch (const std::runtime_error& error) {
        own.flaw = error.what();
    }
    return own;
}

}  // namespace

std::vector<OwnTemplate> look_over(const std::string& folder) {
    std::vector<OwnTemplate> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string file = entry.path().filename().string();
        const std::string_view built_in = embedded::html(file);
        if (!file.ends_with(".html") || built_in.data() == nullptr) continue;
        OwnTemplate own = look_at(folder, file, built_in);
        if (!own.flaw.empty() || !own.missing.empty()) found.push_back(std::move(own));
    }
    std::ranges::sort(found, {}, &OwnTemplate::file);
    return found;
}

}  // namespace cloakroom::view
