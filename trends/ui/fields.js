// The fields of the sheet of filters, see filters.js. A field is a combobox with a list of options as WAI-ARIA
// describes it: the focus stays in the field, and the option that would be taken is told by `aria-activedescendant`.

// Names of countries by other names as they are compared; empty until they have come.
const otherNames = new Map();
let otherNamesAsked;

// As `folded` in trends/words/folding.py.
const TYPED = {ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", þ: "th", ß: "ss", æ: "ae", œ: "oe", ς: "σ"};
const folded = text =>
    [...text.replaceAll("&", " and ").normalize("NFKD").toLowerCase()]
        .filter(letter => /[\p{L}\p{N}]/u.test(letter)).map(letter => TYPED[letter] ?? letter).join("");

// Without the names a field goes on without them, and asks again when it is next entered.
const askOtherNames = () => {
    otherNamesAsked ??= fetch(new URL("names/countries.json", document.baseURI))
        .then(answer => answer.json())
        .then(names => { for (const [other, name] of Object.entries(names.other)) otherNames.set(other, name); })
        .catch(() => { otherNamesAsked = undefined; });
    return otherNamesAsked;
};

// How well an option fits what was typed, the best first; undefined where it does not fit.
function fit(option, typed, others) {
    const at = option.folded.indexOf(typed);
    if (option.folded === typed || others.get(typed) === option.name) return 0;
    if (at === 0) return 1;
    if (at > 0) return option.words.some(word => word.startsWith(typed)) ? 2 : 4;
    return [...others].some(([other, name]) => name === option.name && other.startsWith(typed)) ? 3 : undefined;
}

// The field whose list is open. A finger beside it does not always take the focus from it.
let openField;
addEventListener("pointerdown", ({target}) => { if (!openField?.root.contains(target)) openField?.close(); });

class Field {
    // `tell` is called when the reader has changed what is chosen.
    constructor({name, label, several}, tell) {
        Object.assign(this, {name, several, tell, chosen: [], options: [], shown: [], at: -1, others: new Map()});
        const id = `field-${name}`;
        this.root = node("div", {className: "field"}, {"data-field": name});
        this.input = node("input", {id, type: "text", autocomplete: "off", spellcheck: false}, {
            role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
            "aria-describedby": `${id}-chosen`,
        });
        this.list = node("ul", {id: `${id}-list`, hidden: true}, {
            role: "listbox", "aria-label": label, "aria-multiselectable": String(several),
        });
        this.tags = node("span", {className: "tags"});
        // What is chosen, told with the field, and what the list holds, told as one types.
        this.said = node("span", {id: `${id}-chosen`, className: "unseen"});
        this.found = node("span", {className: "unseen"}, {role: "status"});
        const box = node("div", {className: "box"});
        box.append(this.tags, this.input);
        if (!several) box.append(this.wipe = this.wiping(label));
        this.root.append(node("label", {htmlFor: id, textContent: label}), box, this.list, this.said, this.found);
        this.input.addEventListener("input", () => {
            this.emptied = !several && !this.input.value;
            this.open();
        });
        this.input.addEventListener("click", () => this.open());
        this.input.addEventListener("focus", () => { if (this.others === otherNames) askOtherNames().then(() => this.look()); });
        this.input.addEventListener("blur", () => this.close());
        this.input.addEventListener("keydown", event => this.key(event));
        box.addEventListener("click", ({target}) => { if (target === box || target === this.tags) this.input.focus(); });
        // The focus stays in the field, so that a press on an option does not close the list first.
        this.list.addEventListener("mousedown", event => event.preventDefault());
        this.list.addEventListener("click", ({target, pointerType}) => {
            const option = target.closest("[role=option]");
            if (!option) return;
            this.take(this.shown[[...this.list.children].indexOf(option)]);
            // On a phone the list lies over the next field, which is what its reader touches next.
            if (pointerType === "touch" || narrowWindow.matches) this.close();
        });
    }

    // Take over what the server says.
    set({options, chosen, placeholder}) {
        this.placeholder = placeholder;
        if (options !== this.offered && `${options}` !== `${this.offered}`) {
            this.offered = options;
            this.options = options.map(name => ({name, folded: folded(name), words: name.split(/[\s(–-]+/).map(folded)}));
        }
        this.hold(chosen);
    }

    hold(chosen) {
        if (`${chosen}` !== `${this.chosen}` || !this.held) {
            this.held = true;
            this.chosen = chosen;
            this.tags.replaceChildren(...(this.several ? chosen : []).map(name => this.tag(name)));
            if (this.isOpen) this.mark();
        }
        if (!this.several && !this.isOpen) this.input.value = chosen[0] ?? "";
        const said = this.several && chosen.length ? `Chosen: ${chosen.join(", ")}` : "";
        write(this.said, said);
        if (this.wipe) this.wipe.hidden = !chosen.length;
        this.input.placeholder = this.several && chosen.length ? "" : this.placeholder;
    }

    // The button that empties a field of one choice.
    wiping(label) {
        const wipe = node("button", {type: "button", className: "wipe", textContent: "✕", hidden: true}, {"aria-label": `Clear ${label}`});
        wipe.onclick = () => {
            this.close();
            this.change([]);
            this.input.focus();
        };
        return wipe;
    }

    tag(name) {
        const words = `Remove ${name}`;
        const tag = node("button", {type: "button", title: words}, {"aria-label": words, "data-tag": name});
        tag.append(node("span", {textContent: name}));
        tag.onclick = () => {
            this.change(this.chosen.filter(other => other !== name));
            this.input.focus();
        };
        return tag;
    }

    get isOpen() { return !this.list.hidden; }

    open() {
        if (openField !== this) openField?.close();
        openField = this;
        this.list.hidden = false;
        this.input.setAttribute("aria-expanded", "true");
        this.look();
        // Where the sheet or the window ends below the field, what is in sight is moved.
        this.list.scrollIntoView({block: "nearest"});
    }

    close() {
        if (!this.isOpen) return;
        this.found.textContent = "";
        this.list.hidden = true;
        this.list.replaceChildren();
        this.input.setAttribute("aria-expanded", "false");
        this.input.removeAttribute("aria-activedescendant");
        // Whoever empties a field of one choice wants none.
        if (this.emptied && this.chosen.length) this.change([]);
        this.emptied = false;
        this.input.value = this.several ? "" : this.chosen[0] ?? "";
    }

    // Draw the options that fit what was typed. One that is chosen already stays, marked, and is taken back by a press.
    look() {
        if (!this.isOpen) return;
        const typed = !this.several && this.input.value === this.chosen[0] ? "" : folded(this.input.value);
        this.shown = typed
            ? this.options.map(option => [fit(option, typed, this.others), option]).filter(([rank]) => rank !== undefined)
                .sort(([one], [other]) => one - other).map(([, option]) => option)
            : this.options;
        this.list.replaceChildren(...this.shown.map(({name}, at) => {
            const said = {role: "option", "aria-selected": String(this.chosen.includes(name))};
            return node("li", {id: `${this.list.id}-${at}`, textContent: name}, said);
        }));
        const found = this.shown.length === 1 ? "1 option" : `${this.shown.length || "No"} options`;
        // Regions and nations within a country are no choice of their own.
        const nothing = `Nothing of that name${this.others === otherNames ? ". Parts of a country, as England, stand under the country" : ""}`;
        this.found.textContent = typed ? found + (this.shown.length ? "" : `. ${nothing}`) : "";
        if (!this.shown.length) this.list.append(node("li", {textContent: nothing}, {role: "presentation"}));
        this.point(typed ? 0 : Math.max(0, this.shown.findIndex(({name}) => this.chosen.includes(name))));
    }

    // Mark in the open list what is chosen.
    mark() {
        this.shown.forEach(({name}, at) => this.list.children[at].setAttribute("aria-selected", String(this.chosen.includes(name))));
    }

    point(at) {
        this.at = Math.max(0, Math.min(at, this.shown.length - 1));
        for (const each of this.list.querySelectorAll(".at")) each.classList.remove("at");
        const option = this.shown.length ? this.list.children[this.at] : undefined;
        option?.classList.add("at");
        option?.scrollIntoView({block: "nearest"});
        if (option) this.input.setAttribute("aria-activedescendant", option.id);
        else this.input.removeAttribute("aria-activedescendant");
    }

    take(option) {
        if (!option) return;
        this.emptied = false;
        const {name} = option;
        if (!this.several) {
            this.change([name]);
            this.close();
            return;
        }
        this.change(this.chosen.includes(name) ? this.chosen.filter(other => other !== name) : [...this.chosen, name]);
        // What was typed is done with: the whole list is there again.
        if (this.input.value) {
            this.input.value = "";
            this.look();
        }
        this.point(this.shown.findIndex(other => other.name === name));
    }

    change(chosen) {
        this.hold(chosen);
        this.tell();
    }

    key(event) {
        const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10};
        if (event.key in steps) {
            if (this.isOpen) this.point(this.at + steps[event.key]);
            else this.open();
        } else if (event.key === "Enter") {
            // One that is held down would choose and take back by turns.
            if (event.repeat) event.stopPropagation();
            else if (this.isOpen && this.emptied) this.close();
            else if (this.isOpen) this.take(this.shown[this.at]);
            else this.open();
        } else if (event.key === "Escape" && this.isOpen) {
            this.close();
        } else if (event.key === "Backspace" && !this.input.value && this.several && this.chosen.length) {
            this.change(this.chosen.slice(0, -1));
        } else {
            return;
        }
        event.preventDefault();
    }
}

// The years as a range, and spans of the newest ones, each a press. An address names years one by one: an old link may hold
// some with gaps, which is then said.
class Years {
    constructor(tell) {
        this.root = node("div", {className: "field"}, {"data-field": "year"});
        const row = node("div", {className: "ends"});
        this.ends = ["From year", "To year"].map(label => {
            const select = node("select", {onchange: () => this.range(select)});
            const end = node("label", {textContent: label});
            end.append(select);
            row.append(end);
            return select;
        });
        this.gaps = node("p", {className: "gaps"});
        this.spans = node("div", {className: "spans"}, {role: "group", "aria-label": "Years in one click"});
        this.root.append(row, this.gaps, this.spans);
        this.tell = tell;
    }

    set({options, chosen, spans}) {
        if (`${options}` !== `${this.options}`) {
            this.options = options;
            for (const select of this.ends) select.replaceChildren(...["", ...options].map(year => new Option(year || "Any", year)));
            this.spans.replaceChildren(...spans.map(({label, years}) => {
                const span = node("button", {type: "button", textContent: label, onclick: () => this.press(years)});
                span.years = years;
                return span;
            }));
        }
        this.hold(chosen);
    }

    hold(chosen) {
        this.chosen = [...chosen].sort();
        const [first, last] = [this.chosen[0] ?? "", this.chosen.at(-1) ?? ""];
        [this.ends[0].value, this.ends[1].value] = [first, last];
        const between = this.options.filter(year => first && first <= year && year <= last);
        const gaps = `${between}` !== `${this.chosen}` ? `Of these only ${this.chosen.join(", ")}, as a link chose them.` : "";
        write(this.gaps, gaps);
        for (const span of this.spans.children) {
            span.setAttribute("aria-pressed", String(`${span.years}` === `${this.chosen}`));
        }
    }

    range(changed) {
        let [first, last] = this.ends.map(select => select.value);
        first ||= this.options[0];
        last ||= this.options.at(-1);
        // Whoever sets an end beyond the other one means that year.
        if (first > last) first = last = changed.value;
        const between = this.options.filter(year => first <= year && year <= last);
        this.change(between.length < this.options.length ? between : []);
    }

    // Whoever presses the chosen span once more takes it away.
    press(years) { this.change(`${years}` === `${this.chosen}` ? [] : years); }

    change(chosen) {
        this.hold(chosen);
        this.tell();
    }
}
