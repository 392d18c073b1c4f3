// The lock of a folder in the text of its .htaccess file: between two marks, at the
// head, so that no rule of the owner's comes before it. All else stays as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cloakroom::admin {

// How it went. The enumerator is the name of the section in the template that says so.
enum class LockAct {
    done,
    not_a_path,
    no_folder,     // not on the disk below the site's own, or behind a link
    ours,          // our program or our private folder lies there
    not_writable,  // the folder, or a file in it that is somebody else's
    unreadable,    // the file that is there is no text, too long, a link, or its marks are out of order
    undone,        // a line of it would open the folder again
    not_locked
};
std::string_view word(LockAct act);

// What becomes of the file: its new content, or nothing if it is to go.
struct LockEdit {
    LockAct act = LockAct::done;
    std::optional<std::string> content{};
};

// `content` is what the file holds; nothing if there is none. A lock that is in it already
// is replaced by the new one.
LockEdit add_lock(const std::optional<std::string>& content, std::string_view lock);

// Exactly what was there before add_lock(), and what was added since outside of the marks.
LockEdit remove_lock(const std::optional<std::string>& content);

// Is there a lock in it?
bool has_lock(const std::optional<std::string>& content);

}  // namespace cloakroom::admin
