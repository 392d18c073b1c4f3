<?php // The page itself, as big as ours, is page.php beside this file.
session_start();
if (!isset($_SESSION['user'])) {
    header('Location: index.php', true, 303);
    exit;
}
$name = $_SESSION['user']['username'];
require 'page.php';
