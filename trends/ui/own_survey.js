// Hands the files that the reader chooses to their session, by the connection the page has anyway.
const asText = file => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] || "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
});

export default function ({parentElement, data, setTriggerValue}) {
    for (const input of parentElement.querySelectorAll("input")) {
        const status = input.nextElementSibling;
        const held = data[input.name];
        status.textContent = held ? `Held for this session: ${held}` : "";
        input.onchange = async () => {
            const file = input.files[0];
            if (!file) return;
            status.textContent = `Reading ${file.name} …`;
            try {
                // Of a file that is too large the page is told its size alone.
                const content = file.size > data.most ? null : await asText(file);
                setTriggerValue(input.name, {name: file.name, size: file.size, content});
            } catch {
                status.textContent = `${file.name} could not be read. Choose it once more.`;
            }
            // The same file can be chosen again after it was changed.
            input.value = "";
        };
    }
}
