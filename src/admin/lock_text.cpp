#include "admin/lock_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace cloakroom::admin {
namespace {

constexpr std::string_view begin_in_file =
    "# >>> Cloakroom locks this folder. Its admin page takes these lines out again.";
constexpr std::string_view begin_of_own_file =
    "# >>> Cloakroom locks this folder by a file of its own. Its admin page takes it away again.";
constexpr std::string_view end_mark = "# <<< Cloakroom: the end of the lock.";

// Where a lock stands in a text.
struct Place {
    bool in_order = true;
    bool found = false;
    bool own_file = false;  // there was no file before it
    std::size_t begin = 0;
    std::size_t end = 0;  // behind its last line
};

void note_begin(Place& place, std::size_t at, bool own_file) {
    if (place.found) place.in_order = false;
    place.found = true;
    place.own_file = own_file;
    place.begin = at;
}

// Of a line that is continued by a backslash, the next is no line of its own.
Place find_lock(std::string_view text) {
    Place place;
    bool is_open = false;
    bool is_continued = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
        std::string_view line = text.substr(at, next - at);
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        if (!is_continued && (line == begin_in_file || line == begin_of_own_file)) {
            note_begin(place, at, line == begin_of_own_file);
            is_open = true;
        } else if (line == end_mark) {
            if (!is_open) place.in_order = false;
            is_open = false;
            place.end = next;
        }
        is_continued = line.ends_with('\\');
        at = next;
    }
    if (is_open) place.in_order = false;
    return place;
}

bool is_text(std::string_view content) {
    return content.find('\0') == std::string_view::npos && !content.starts_with("\xEF\xBB\xBF");
}

std::string plain_word(std::string word) {
    std::erase(word, '"');
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return word;
}

// Does a line of the owner's take back what the lock says? Each is a directive and its
// first word; "" is any.
bool undoes_lock(const std::string& content) {
    using Line = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Line, 4> undoing = {{{"rewriteengine", "off"},
                                              {"satisfy", "any"},
                                              {"fcgidaccesschecker", ""},
                                              {"fcgidaccesscheckerauthoritative", "off"}}};
    std::istringstream lines(content);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string directive;
        std::string first;
        words >> directive >> first;
        const auto is_this = [&](const Line& one) {
            return plain_word(directive) == one.first && (one.second.empty() || plain_word(first) == one.second);
        };
        if (std::ranges::any_of(undoing, is_this)) return true;
    }
    return false;
}

}  // namespace

std::string_view word(LockAct act) {
    constexpr std::array<std::string_view, 8> words = {"done",         "not_a_path", "no_folder", "ours",
                                                       "not_writable", "unreadable", "undone",    "not_locked"};
    static_assert(words.size() == static_cast<std::size_t>(LockAct::not_locked) + 1);
    return words.at(static_cast<std::size_t>(act));
}

LockEdit add_lock(const std::optional<std::string>& content, std::string_view lock) {
    LockEdit before{.content = content};
    if (has_lock(content)) before = remove_lock(content);
    const std::string kept = before.content.value_or("");
    if (before.act != LockAct::done || !is_text(kept) || !find_lock(kept).in_order) return {LockAct::unreadable};
    if (undoes_lock(kept)) return {LockAct::undone};
    std::string text(before.content ? begin_in_file : begin_of_own_file);
    text.append("\n").append(lock);
    if (!lock.ends_with('\n')) text += '\n';
    text.append(end_mark).append("\n").append(kept);
    return {LockAct::done, std::move(text)};
}

LockEdit remove_lock(const std::optional<std::string>& content) {
    if (!content) return {LockAct::not_locked};
    const Place place = find_lock(*content);
    if (!is_text(*content) || !place.in_order) return {LockAct::unreadable};
    if (!place.found) return {LockAct::not_locked};
    std::string kept = *content;
    kept.erase(place.begin, place.end - place.begin);
    if (kept.empty() && place.own_file) return {};
    return {LockAct::done, std::move(kept)};
}

bool has_lock(const std::optional<std::string>& content) {
    return content && find_lock(*content).found;
}

}  // namespace cloakroom::admin
