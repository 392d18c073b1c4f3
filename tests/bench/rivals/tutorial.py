"""The tutorial itself. Its page, as big as ours, is templates/home.html."""
from flask import Flask, redirect, render_template, request, session

app = Flask(__name__, template_folder="templates")
app.secret_key = "ThisIsNotASecret"


@app.route("/", methods=["GET", "POST"])
def index():
    problem = ""
    if request.method == "POST":
        user = {"username": request.form["username"]}
        if user["username"] == "reader-1" and request.form["password"] == "correct horse battery staple":
            session["user"] = user
            return redirect("home", 303)
        problem = "Invalid username or password."
    return render_template("index.html", problem=problem)


@app.route("/home")
def home():
    if "user" not in session:
        return redirect("./", 303)
    return render_template("home.html", name=session["user"]["username"])


@app.route("/logout", methods=["POST"])
def logout():
    session.pop("user", None)
    return redirect("./", 303)
