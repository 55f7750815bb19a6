// Gives each of Streamlit's small scripts, which come in this one, an address in the browser's memory, and leads there
// whoever imports it. It stands in a page before any script that imports, as import maps must. Filled in by
// trends/serve/frontend.py.
(modules => {
    const home = new URL("../static/js/", document.currentScript.src);
    const imports = {};
    for (const [name, text] of Object.entries(modules)) {
        const address = new URL(name, home).href;
        // A script in memory lies beside no other, so what it imports is named in full.
        const script = text.replace(
            /(["'`])\.\/([\w.-]+\.js)\1/g, (_, quote, other) => quote + new URL(other, home).href + quote,
        );
        const named = `${script}\n//# sourceURL=${address}`;
        imports[address] = URL.createObjectURL(new Blob([named], {type: "text/javascript"}));
    }
    const map = document.createElement("script");
    map.type = "importmap";
    // The page's policy lets scripts with its mark run, maps of imports included.
    map.nonce = document.currentScript.nonce;
    map.textContent = JSON.stringify({imports});
    document.currentScript.after(map);
})(MODULES);
