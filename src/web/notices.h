// Notices: what an act on one page has to tell on the next, once.
//
// The word is the name of the section in the template that says it, and the number is
// what it speaks of: {{n}}, with a section one or none.
#pragma once

#include <initializer_list>

#include "auth/sessions.h"
#include "view/templates.h"
#include "web/visit.h"

namespace cloakroom::web {

// Keeps a notice for `session`. One that cannot be kept, since the disk is full, say,
// undoes nothing: what it tells of is done.
void leave_notice(const Visit& visit, const auth::Session& session, const char* word, int number = 0);

// Takes those of these words that wait for the visitor into the values of a page.
void show_notices(const Visit& visit, view::Data& values, std::initializer_list<const char*> words);

}  // namespace cloakroom::web
