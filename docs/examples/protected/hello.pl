#!/usr/bin/perl
# Greets who is signed in, and counts the visits of his session: a CGI program for a
# folder that Cloakroom protects (docs/protected-programs.md). Nothing but Perl is
# needed, and for https the module IO::Socket::SSL.
use strict;
use warnings;
use HTTP::Tiny;

my $door   = 'https://club.example/door';              # where Cloakroom is
my $secret = '/var/lib/cloakroom/program-secret.txt';  # by which it knows its programs

sub first_line_of {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!\n";
    chomp(my $line = <$file>);
    return $line;
}

# Adds one to a session variable, and returns the sum.
sub increment {
    my ($variable) = @_;
    my %headers = (
        'Cookie'             => $ENV{HTTP_COOKIE},
        'X-Cloakroom-Secret' => first_line_of($secret),
        'Content-Type'       => 'application/json',
    );
    my $answer = HTTP::Tiny->new(verify_SSL => 1)
        ->post("$door/session/program/$variable/increment", { headers => \%headers, content => '1' });
    die "$variable: $answer->{status} $answer->{content}\n" unless $answer->{success};
    return $answer->{content};
}

sub escape {
    my ($text) = @_;
    my %escaped = ('&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;');
    return $text =~ s/([&<>"])/$escaped{$1}/gr;
}

# Without a name the folder is not protected, or is open to anyone: the server answers 500.
my $user = $ENV{REMOTE_USER} // '';
die "nobody is signed in\n" if $user eq '';
my $name = escape($ENV{CLOAKROOM_DISPLAY_NAME} // $user);
my $visits = increment('visits');

print <<"PAGE";
Content-Type: text/html; charset=utf-8
Cache-Control: no-store

<!doctype html>
<html lang="en">
<title>Hello</title>
<p>Hello, $name! This is visit $visits.</p>
PAGE
