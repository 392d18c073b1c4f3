// Pages from the mustache files in html/.
//
// {{name}} escapes for HTML text and quoted attributes; it is the only kind of
// value a template may show ({{{name}}} and {{&name}} are refused). A file may
// pull in another with {{> name}}, which is expanded when it is loaded.
#pragma once

#include <kainjow/mustache.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_stamp.h"

namespace cloakroom::view {

// Values for a page: text, bool, list or object, by name.
using Data = kainjow::mustache::data;

class Templates {
   public:
    // Templates found in `folder` win over the embedded ones, file by file; one that
    // changed shows at the next request. An empty `folder` means embedded only.
    explicit Templates(std::string folder = "");

    // The page "name" (html/name.html) filled with `values`. An unknown page, a
    // broken template, or a {{name}} that `values` lacks throws std::runtime_error
    // naming file and variable: never half a page. But where it is a file of the folder
    // that is wrong, the embedded page is rendered instead. A section that `values` lacks
    // is not shown. Text that is not UTF-8 leaves as U+FFFD.
    std::string render(std::string_view name, const Data& values);

    // What was wrong with files of the folder since this was asked last, each thing once:
    // "html/sign-in.html:7: {{/flaw}} closes nothing here: no section is open".
    std::vector<std::string> take_complaints();

    // A file that is sent as it is ("style.css", "icon.svg"); throws if unknown.
    // Names come from the routes table, never from a request.
    std::string file(std::string_view name) const;

    // Where the owner's own files are; empty for none.
    const std::string& folder() const { return folder_; }

    // The folder of the owner's own pages was there, and is not any more.
    bool folder_is_missing() const;

    // Eight hexadecimal digits that change with the file: makes its URL cacheable for ever.
    std::string version(std::string_view name);

   private:
    struct Page;
    struct Version {
        FileStamp stamp;
        std::string text;
    };

    std::string render_from(const std::string& folder, const std::string& file, const Data& values);

    std::string folder_;
    std::map<std::string, std::shared_ptr<Page>> pages_;
    std::map<std::string, Version> versions_;
    std::vector<std::string> complaints_;
    std::set<std::string> told_;
};

}  // namespace cloakroom::view
