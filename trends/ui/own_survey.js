// Hands the file that the reader chooses to their session, by the connection the page has anyway.
const asText = file => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] || "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
});

export default function ({parentElement, data, setTriggerValue}) {
    const input = parentElement.querySelector("input");
    const status = parentElement.querySelector("p");
    status.textContent = data.name ? `Held for this session: ${data.name}` : "";
    input.onchange = async () => {
        const file = input.files[0];
        if (!file) return;
        if (file.size > data.most) {
            const most = Math.floor(data.most / 1e6);
            status.textContent = `The file has ${Math.ceil(file.size / 1e6)} MB; at most ${most} are read here. `
                + "The command “python -m trends intake add” takes larger ones.";
            return;
        }
        status.textContent = `Reading ${file.name} …`;
        try {
            setTriggerValue("file", {name: file.name, content: await asText(file)});
        } catch {
            status.textContent = `${file.name} could not be read. Choose it once more.`;
        }
        // The same file can be chosen again after it was changed.
        input.value = "";
    };
}
