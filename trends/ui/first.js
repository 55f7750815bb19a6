// Takes away the question and the answer that the page's HTML brought as soon as Streamlit has drawn its own, or says
// that it cannot; and the rules of the time until then, see loading.css, once nothing is loading and nothing will come: of a
// page whose answer takes long, all that has come may stand already.
{
    const root = document.documentElement;
    root.classList.add("with-scripts", "first-words-stand");
    const DRAWN = "[data-testid=stMain] :is(h1, [data-testid=stAlert], [data-testid=stException])";
    const LOADING = "[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-testid=stApp]:not([data-test-script-state=notRunning])";
    const look = () => {
        if (!document.querySelector(DRAWN)) return;
        document.querySelector(".first-words")?.remove();
        root.classList.remove("first-words-stand");
        if (!document.querySelector("[data-testid=stSidebar]") || document.querySelector(LOADING)) return;
        document.querySelector("style[data-file='loading.css']")?.remove();
        watch.disconnect();
    };
    const watch = new MutationObserver(look);
    watch.observe(root, {childList: true, subtree: true, attributeFilter: ["data-test-script-state"]});
}
