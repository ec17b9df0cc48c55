// The decision boundary on a canvas, and its replay.

// The cells of a frame as bytes.
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

// "#rrggbb" of the style sheet as three numbers.
function colourOf(name) {
  const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));
}

function mixed(from, to, share) {
  return from.map((part, i) => part + (to[i] - part) * share);
}

class Boundary {
  constructor(canvas, data, onEpoch) {
    this.canvas = canvas;
    this.data = data;
    this.onEpoch = onEpoch;
    this.frames = data.frames.map(frame => ({...frame, cells: bytesOf(frame.cells)}));
    this.classes = data.classes.length;  // 0: of numbers
    this.votes = new Float64Array(this.classes || 1);
    this.current = this.frames.length - 1;
    this.slider = document.getElementById('epoch');
    this.button = document.getElementById('play');
    this.timer = null;
    if (this.slider) this.addControls();
    canvas.addEventListener('pointermove', event => this.tell(event));
    canvas.addEventListener('pointerdown', event => this.tell(event));
    new ResizeObserver(() => this.draw()).observe(canvas.parentElement);
    for (const end of ['low', 'high']) {
      const element = document.getElementById(end);
      if (element) element.textContent = numberText(data[end]);
    }
    this.show(this.current, true);
  }

  addControls() {
    this.slider.addEventListener('input', () => {
      this.stop();
      this.show(Number(this.slider.value));
    });
    this.button.addEventListener('click', () => this.timer === null ? this.play() : this.stop());
  }

  play() {
    const last = this.frames.length - 1;
    if (this.current === last) this.show(0);
    this.button.textContent = 'pause';
    const pause = Math.max(80, Math.min(500, 6000 / this.frames.length));
    this.timer = setInterval(() => {
      this.show(this.current + 1);
      if (this.current === last) this.stop();
    }, pause);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.textContent = 'play';
  }

  show(index, first) {
    this.current = Math.max(0, Math.min(this.frames.length - 1, index));
    const frame = this.frames[this.current];
    const saved = this.current === this.frames.length - 1;
    let text = frame.epoch === 0 ? 'before training' : `epoch ${frame.epoch}`;
    if (saved) text += ' (the network as saved)';
    if (frame.train !== null) text += `: train loss ${numberText(frame.train)}`;
    if (frame.validation !== null) text += `, validation loss ${numberText(frame.validation)}`;
    document.getElementById('epoch-text').textContent = text;
    if (this.slider) {
      this.slider.value = this.current;
      this.slider.setAttribute('aria-valuetext', text);
    }
    this.draw();
    if (!first) this.onEpoch(frame.epoch);
  }

  // What the network says at a place of the plane, which lies between four cells. One number, as
  // this is asked for every pixel: the class, and behind the point how sure it is; or, of numbers,
  // their share of the scale, from 0 to below 1.
  at(column, row) {
    const {size, levels} = this.data, cells = this.frames[this.current].cells;
    const x = Math.max(0, Math.min(size - 1, column)), y = Math.max(0, Math.min(size - 1, row));
    const x0 = Math.floor(x), y0 = Math.floor(y);
    const x1 = Math.min(x0 + 1, size - 1), y1 = Math.min(y0 + 1, size - 1);
    const right = x - x0, up = y - y0, votes = this.votes.fill(0);
    let all = 0;
    // Each class counts as much as the corners are sure of it.
    const add = (byte, weight) => {
      const vote = this.classes > 0 ? weight * (byte % levels + 0.5) / levels : weight * byte / 256;
      votes[this.classes > 0 ? Math.floor(byte / levels) : 0] += vote;
      all += vote;
    };
    add(cells[y0 * size + x0], (1 - right) * (1 - up));
    add(cells[y0 * size + x1], right * (1 - up));
    add(cells[y1 * size + x0], (1 - right) * up);
    add(cells[y1 * size + x1], right * up);
    if (this.classes === 0) return all;
    let best = 0;
    for (let k = 1; k < votes.length; ++k) if (votes[k] > votes[best]) best = k;
    return best + Math.max(0, 2 * votes[best] - all);
  }

  // The colours of the page as it is now; `shades` has those of all answers, `steps` a class.
  colours() {
    const count = this.classes || 2, steps = this.classes > 0 ? 64 : 256;
    const surface = colourOf('--surface'), classes = [], shades = [];
    for (let k = 0; k < count; ++k) classes.push(colourOf(`--series-${k % this.data.colours}`));
    for (let i = 0; i < steps * (this.classes || 1); ++i) {
      const share = i % steps / (steps - 1);
      shades.push(this.classes > 0 ?
        mixed(surface, classes[Math.floor(i / steps)], 0.18 + 0.62 * share) :
        mixed(surface, classes[share < 0.5 ? 1 : 0], 0.85 * Math.abs(2 * share - 1)));
    }
    return {classes, surface, ink: colourOf('--ink'), shades, steps};
  }

  draw() {
    const scale = window.devicePixelRatio || 1;
    const side = Math.min(this.canvas.parentElement.clientWidth, 520);
    if (side === 0) return;
    this.canvas.style.width = this.canvas.style.height = `${side}px`;
    this.canvas.width = this.canvas.height = Math.round(side * scale);
    const context = this.canvas.getContext('2d');
    context.scale(scale, scale);
    this.area = {left: 46, top: 8, side: side - 56};
    const colours = this.colours();
    this.drawField(context, colours);
    this.drawAxes(context, side, colours);
    this.drawPoints(context, colours);
  }

  drawField(context, colours) {
    const pixels = 200, size = this.data.size;
    const field = document.createElement('canvas');
    field.width = field.height = pixels;
    const image = new ImageData(pixels, pixels);
    for (let i = 0; i < pixels; ++i) {
      const row = (pixels - i - 0.5) / pixels * size - 0.5;
      for (let j = 0; j < pixels; ++j) {
        const answer = this.at((j + 0.5) / pixels * size - 0.5, row);
        const shade = colours.shades[Math.floor(answer * colours.steps)];
        const at = 4 * (i * pixels + j);
        image.data[at] = shade[0];
        image.data[at + 1] = shade[1];
        image.data[at + 2] = shade[2];
        image.data[at + 3] = 255;
      }
    }
    field.getContext('2d').putImageData(image, 0, 0);
    const {left, top, side} = this.area;
    context.imageSmoothingEnabled = true;
    context.drawImage(field, left, top, side, side);
  }

  // A place of the plane on the canvas.
  place(x, y) {
    const {min, max} = this.data, {left, top, side} = this.area;
    return [left + (x - min[0]) / (max[0] - min[0]) * side,
      top + side - (y - min[1]) / (max[1] - min[1]) * side];
  }

  drawAxes(context, size, {ink}) {
    const {min, max, features} = this.data, {left, top, side} = this.area;
    context.fillStyle = `rgb(${ink})`;
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    for (const tick of linearTicks(min[0], max[0], 5)) {
      context.fillText(numberText(tick), this.place(tick, min[1])[0], top + side + 16);
    }
    context.fillText(features[0], left + side / 2, top + side + 34);
    context.textAlign = 'right';
    for (const tick of linearTicks(min[1], max[1], 5)) {
      context.fillText(numberText(tick), left - 6, this.place(min[0], tick)[1] + 4);
    }
    context.save();
    context.translate(12, top + side / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = 'center';
    context.fillText(features[1], 0, 0);
    context.restore();
  }

  drawPoints(context, colours) {
    const {points, low, high} = this.data;
    const radius = points.length > 300 ? 2.6 : points.length > 60 ? 3.6 : 6;
    context.save();
    context.beginPath();
    context.rect(this.area.left, this.area.top, this.area.side, this.area.side);
    context.clip();
    for (const [x, y, value, training] of points) {
      const colour = this.classes > 0 ? colours.classes[value] :
        colours.shades[Math.round(255 * Math.max(0, Math.min(1, (value - low) / (high - low))))];
      context.beginPath();
      context.arc(...this.place(x, y), radius, 0, 2 * Math.PI);
      context.fillStyle = training ? `rgb(${colour})` : `rgb(${colours.surface})`;
      context.fill();
      context.lineWidth = training ? 1 : 2;
      context.strokeStyle = training ? `rgb(${colours.surface})` : `rgb(${colour})`;
      context.stroke();
    }
    context.restore();
  }

  // Writes what the network says where the pointer is.
  tell(event) {
    const box = this.canvas.getBoundingClientRect();
    const {left, top, side} = this.area, {min, max, size, features} = this.data;
    const right = (event.clientX - box.left - left) / side;
    const up = 1 - (event.clientY - box.top - top) / side;
    if (right < 0 || right > 1 || up < 0 || up > 1) return;
    const answer = this.at(right * size - 0.5, up * size - 0.5);
    const says = this.classes > 0 ? this.data.classes[Math.floor(answer)] :
      `${this.data.target} ${numberText(this.data.low + answer * 256 / 255 *
        (this.data.high - this.data.low))}`;
    document.getElementById('cell-text').textContent =
      `${features[0]} ${numberText(min[0] + right * (max[0] - min[0]))}, ` +
      `${features[1]} ${numberText(min[1] + up * (max[1] - min[1]))}: ${says}`;
  }
}
