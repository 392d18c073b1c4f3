#include <cstdio>

#include "base/embedded.h"
#include "cli/commands.h"

namespace cloakroom::cli {

Exit list_templates(const Arguments& /*arguments*/) {
    for (const std::string_view name : embedded::html_names()) std::printf("%s\n", std::string(name).c_str());
    return Exit::done;
}

Exit export_template(const Arguments& arguments) {
    const std::string_view content = embedded::html(arguments.file);
    if (content.data() == nullptr) {
        std::fprintf(stderr, "cloakroom: there is no template of that name; template list shows them all\n");
        return Exit::refused;
    }
    std::fwrite(content.data(), 1, content.size(), stdout);
    return Exit::done;
}

}  // namespace cloakroom::cli
