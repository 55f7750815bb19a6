// Lets the fields for a country understand other names, such as UK, Holland or Turkiye.
//
// Streamlit looks for what was typed in its labels alone, so that “UK” finds Ukraine and “Holland” nothing. Here a field
// keeps what was typed, for eyes and screen readers, and tells Streamlit the usual name: its list then offers the country.
{
    const FIELDS = ":is(.st-key-country, .st-key-my_country) input[role=combobox]";
    const plain = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const taught = new WeakSet();
    // Usual names by each name as it is compared, other names apart from usual ones; empty until they have come.
    let usual = new Map();
    let other = new Map();
    let asked;

    // As `folded` in trends/request/names.py.
    const folded = (text) =>
        [...text.replaceAll("&", " and ").normalize("NFKD").toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).join("");

    const meant = (text) => {
        const typed = folded(text);
        if (!typed) return text;
        const whole = usual.get(typed) ?? other.get(typed);
        if (whole) return whole;
        // A part of a name that Streamlit finds by itself, and else one that only one country has.
        const literal = text.trim().toLowerCase();
        if ([...usual.values()].some((name) => name.toLowerCase().includes(literal))) return text;
        const begun = [...usual, ...other].filter(([name]) => name.startsWith(typed)).map(([, name]) => name);
        return new Set(begun).size === 1 ? begun[0] : text;
    };

    const teach = (field) => {
        const own = Object.getOwnPropertyDescriptor(field, "value") ?? plain;
        Object.defineProperty(field, "value", {
            configurable: true,
            enumerable: own.enumerable,
            get() {
                return meant(own.get.call(this));
            },
            // Streamlit writes back what it was told: what was typed stays meanwhile.
            set(text) {
                if (text !== this.value) own.set.call(this, text);
            },
        });
        // When the list has closed, the field shows what was chosen.
        new MutationObserver(() => {
            if (field.getAttribute("aria-expanded") !== "true") own.set.call(field, field.value);
        }).observe(field, {attributeFilter: ["aria-expanded"]});
    };

    const ask = async () => {
        const answer = await fetch(new URL("names/countries.json", document.baseURI));
        const names = await answer.json();
        usual = new Map(Object.entries(names.usual));
        other = new Map(Object.entries(names.other));
    };

    addEventListener("focusin", ({target: field}) => {
        if (!field.matches?.(FIELDS) || taught.has(field)) return;
        taught.add(field);
        // Without the names a field stays as it was, and asks again when it is next entered.
        (asked ??= ask()).then(
            () => {
                teach(field);
                // What was typed while the names were under way is looked for anew.
                if (field.value) field.dispatchEvent(new Event("input", {bubbles: true}));
            },
            () => {
                asked = undefined;
                taught.delete(field);
            },
        );
    });
}
