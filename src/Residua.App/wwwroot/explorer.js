// What the browser must do itself: the saved appearance, files to save, and the drawing of digits.
window.residua = {
    // Called once the page answers: until then what is typed or clicked is lost.
    isDark() {
        document.documentElement.dataset.ready = "true";
        const saved = localStorage.getItem("residua-dark");
        return saved === null ? matchMedia("(prefers-color-scheme: dark)").matches : saved === "true";
    },

    setDark(isDark) {
        localStorage.setItem("residua-dark", isDark);
    },

    async save(name, stream) {
        const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
        const link = document.createElement("a");
        link.href = url;
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(url), 10000);
    },

    // Answers once the browser has drawn what came before.
    frame() {
        return new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    },

    // A plot names its own parts (clips, gradients) by the page's address as of its first drawing, which choices on the page change:
    // from then on it has them by their names alone.
    settle(id) {
        const plot = document.getElementById(id);
        if (plot && !plot._context) {
            setTimeout(() => this.settle(id), 20); // the plots' script is still on its way
            return;
        }
        const base = plot?._context._baseUrl;
        if (!base) {
            return;
        }
        plot._context._baseUrl = "";
        for (const part of plot.querySelectorAll("svg *")) {
            for (const attribute of part.attributes) {
                if (attribute.value.includes(base + "#")) {
                    attribute.value = attribute.value.replaceAll(base + "#", "#");
                }
            }
        }
    },

    // The plot as it is shown, on the ground of the page.
    image(id, format, name, ground) {
        const plot = document.getElementById(id);
        return Plotly.downloadImage({ data: plot.data, layout: { ...plot.layout, paper_bgcolor: ground } },
            { format: format, width: plot.clientWidth, height: plot.clientHeight, scale: format === "png" ? 2 : 1, filename: name });
    },

    // A canvas of side × side grey numbers that is drawn on with mouse, pen or finger; tells the component after each stroke.
    draw(canvas, side, component) {
        const context = canvas.getContext("2d", { willReadFrequently: true });
        const clear = () => {
            context.fillStyle = "black";
            context.fillRect(0, 0, canvas.width, canvas.height);
        };
        const read = () => {
            const cell = canvas.width / side;
            const values = [];
            const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
            for (let row = 0; row < side; row++) {
                for (let column = 0; column < side; column++) {
                    let sum = 0;
                    for (let y = 0; y < cell; y++) {
                        for (let x = 0; x < cell; x++) {
                            sum += pixels[4 * ((row * cell + y) * canvas.width + column * cell + x)];
                        }
                    }
                    values.push(Math.round(sum / (cell * cell)));
                }
            }
            return values;
        };
        let last = null;
        const at = event => {
            const box = canvas.getBoundingClientRect();
            return { x: (event.clientX - box.left) * canvas.width / box.width, y: (event.clientY - box.top) * canvas.height / box.height };
        };
        const line = (from, to) => {
            context.strokeStyle = "white";
            context.lineWidth = canvas.width / 12;
            context.lineCap = "round";
            context.beginPath();
            context.moveTo(from.x, from.y);
            context.lineTo(to.x, to.y);
            context.stroke();
        };
        canvas.onpointerdown = event => {
            event.preventDefault();
            canvas.setPointerCapture(event.pointerId);
            last = at(event);
            line(last, last);
        };
        canvas.onpointermove = event => {
            if (last) {
                const next = at(event);
                line(last, next);
                last = next;
            }
        };
        canvas.onpointerup = canvas.onpointercancel = () => {
            if (last) {
                last = null;
                component.invokeMethodAsync("Drawn", read());
            }
        };
        canvas.residuaShow = values => {
            const cell = canvas.width / side;
            values.forEach((value, i) => {
                context.fillStyle = `rgb(${value},${value},${value})`;
                context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
            });
        };
        clear();
    },

    show(canvas, values) {
        canvas.residuaShow(values);
    },
};

document.addEventListener("click", event => {
    if (event.target.matches("a.skip")) {
        event.preventDefault();
        document.getElementById("content").focus();
    }
});
