<?php // The tutorial's sign-in page.
session_start();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    if ($_POST['username'] === 'reader-1' && $_POST['password'] === 'correct horse battery staple') {
        session_regenerate_id(true);
        $_SESSION['user'] = ['username' => $_POST['username']];
        header('Location: home.php', true, 303);
        exit;
    }
    $problem = 'Invalid username or password.';
}
?>
<form method="post"><?= htmlspecialchars($problem ?? '') ?>
<input name="username"><input name="password" type="password"><button>Sign in</button></form>
