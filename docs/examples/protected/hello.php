<?php
// Greets who is signed in, and counts the visits of his session: a page for a folder
// that Cloakroom protects (docs/protected-programs.md).
const DOOR = 'https://club.example/door';                 // where Cloakroom is
const SECRET = '/var/lib/cloakroom/program-secret.txt';  // by which it knows its programs

// Adds one to a session variable, and returns the sum.
function increment(string $variable): int
{
    $headers = [
        'Cookie: ' . $_SERVER['HTTP_COOKIE'],
        'X-Cloakroom-Secret: ' . trim(file_get_contents(SECRET)),
        'Content-Type: application/json',
    ];
    $context = stream_context_create(['http' => ['method' => 'POST', 'header' => $headers, 'content' => '1']]);
    $sum = file_get_contents(DOOR . "/session/program/$variable/increment", false, $context);
    return $sum !== false ? (int) $sum : throw new RuntimeException("$variable cannot be counted");
}

// Without a name the folder is not protected, or is open to anyone: nothing is shown.
$user = $_SERVER['REMOTE_USER'] ?? '';
if ($user === '') {
    throw new RuntimeException('nobody is signed in');
}
$name = $_SERVER['CLOAKROOM_DISPLAY_NAME'] ?? $user;
$visits = increment('visits');

header('Cache-Control: no-store');
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Hello</title>
<p>Hello, <?= htmlspecialchars($name) ?>! This is visit <?= $visits ?>.</p>
