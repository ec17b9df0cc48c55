'use strict';
// Line charts over the epochs, as SVG, with the values at the epoch that is pointed at.

const svgNamespace = Object.assign(document.createElement('div'), {innerHTML: '<svg></svg>'})
  .firstChild.namespaceURI;

function svg(name, attributes, text) {
  const element = document.createElementNS(svgNamespace, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  return element;
}

// Four digits, as the tables of the page have them.
function numberText(value) {
  if (value === null || !isFinite(value)) return 'n/a';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e');
  }
  return String(Number(value.toPrecision(4)));
}

function linearTicks(low, high, count) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.99);
  if (!(raw > 0 && step > 0 && isFinite(raw))) return [low];
  const ticks = [], first = Math.ceil(low / step - 1e-9);
  // From 2^53 on, first + i is not always another number.
  const steps = Math.min(Math.floor(high / step + 1e-9) - first, 2 * count);
  for (let i = 0; i <= steps; ++i) {
    const tick = (first + i) * step;
    if (i === 0 || tick > ticks[ticks.length - 1]) ticks.push(tick);
  }
  return ticks;
}

function logTicks(low, high) {
  const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
  const every = Math.ceil((last - first) / 6);
  const factors = high < 100 * low ? [1, 2, 5] : [1];
  const ticks = [];
  for (let k = first; k <= last; k += every) {
    for (const factor of factors) {
      const tick = factor * 10 ** k;
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(low, high, 4);
}

// From numbers to places between `from` and `to`, on a linear or a logarithmic axis.
function axis(low, high, from, to, log) {
  const map = log ? Math.log10 : value => value;
  const start = map(low), length = map(high) - start || 1;
  return {
    place: value => from + (to - from) * (map(value) - start) / length,
    ticks: log ? logTicks(low, high) : linearTicks(low, high, Math.abs(to - from) > 380 ? 8 : 5),
  };
}

// The lowest and the highest number that can be drawn; none, if no number can be.
function extent(lines, log) {
  let low = Infinity, high = -Infinity;
  for (const line of lines) {
    for (const value of line.values) {
      if (value === null || (log && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return null;
  if (log) return low < high ? [low, high] : [low / 2, high * 2];
  // Losses and shares start from 0.
  if (low >= 0 && low <= high / 2) return [0, high > 0 ? 1.03 * high : 1];
  if (low === high) return [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  const room = 0.04 * (high - low);
  return [low - room, high + room];
}

function linePath(epochs, values, x, y, log) {
  let path = '', broken = true;
  values.forEach((value, i) => {
    const drawn = value !== null && !(log && value <= 0);
    if (drawn) path += (broken ? 'M' : 'L') + x(epochs[i]).toFixed(1) + ' ' + y(value).toFixed(1);
    broken = !drawn;
  });
  return path;
}

// The place in a growing list that is nearest to a number.
function nearest(list, number) {
  let low = 0, high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle] < number) low = middle; else high = middle;
  }
  return number - list[low] < list[high] - number ? low : high;
}

class Chart {
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.log = data.log;
    this.plot = figure.querySelector('.plot');
    this.readout = figure.querySelector('.readout');
    this.marked = null;  // the epoch that another part of the page shows
    this.addToggle();
    this.addPointer();
    new ResizeObserver(() => {
      if (this.plot.clientWidth !== this.width) this.draw();
    }).observe(this.plot);
    this.draw();
  }

  addToggle() {
    const range = extent(this.data.lines, true);
    if (!this.log && !(range && range[1] > 2 * range[0])) return;
    const button = document.createElement('button');
    button.type = 'button';
    const name = () => { button.textContent = this.log ? 'linear' : 'log'; };
    button.title = 'change the scale of the vertical axis';
    button.addEventListener('click', () => {
      this.log = !this.log;
      name();
      this.draw();
    });
    name();
    this.figure.querySelector('figcaption').append(button);
  }

  addPointer() {
    const point = event => {
      const left = this.plot.getBoundingClientRect().left;
      const share = (event.clientX - left - this.left) / (this.right - this.left);
      const epochs = this.data.epochs;
      const last = epochs[epochs.length - 1];
      this.show(nearest(epochs, epochs[0] + share * (last - epochs[0])));
    };
    this.plot.addEventListener('pointermove', point);
    this.plot.addEventListener('pointerdown', point);
    this.plot.addEventListener('pointerleave', () => this.show(null));
    this.plot.addEventListener('blur', () => this.show(null));
    this.plot.addEventListener('keydown', event => {
      const count = this.data.epochs.length;
      const step = Math.max(1, Math.round(count / 100));
      const at = this.at === null ? count - 1 : this.at;
      const to = {ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: count - 1}[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.show(Math.max(0, Math.min(count - 1, to)));
    });
  }

  draw() {
    const width = this.width = this.plot.clientWidth || 320;
    const height = 230, left = this.left = 58, right = this.right = width - 14;
    const top = 18, bottom = height - 34;
    const {epochs, lines, best} = this.data;
    const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, width, height});
    this.plot.replaceChildren(picture);
    this.cursor = null;
    const range = extent(lines, this.log);
    if (!range) {
      picture.append(svg('text', {x: left, y: 60}, 'no number to draw'));
      return this.show(null);
    }
    const x = axis(epochs[0], epochs[epochs.length - 1], left, right, false);
    const y = axis(range[0], range[1], bottom, top, this.log);
    this.x = x.place;
    this.y = y.place;
    for (const tick of y.ticks) {
      picture.append(svg('path', {class: 'grid', d: `M${left} ${y.place(tick)}H${right}`}),
        svg('text', {x: left - 7, y: y.place(tick) + 4, 'text-anchor': 'end'}, numberText(tick)));
    }
    for (const tick of epochs.length > 1 ? x.ticks.filter(Number.isInteger) : [epochs[0]]) {
      picture.append(svg('path', {class: 'tick', d: `M${x.place(tick)} ${bottom}v4`}),
        svg('text', {x: x.place(tick), y: bottom + 18, 'text-anchor': 'middle'}, tick));
    }
    picture.append(svg('path', {class: 'axis', d: `M${left} ${bottom}H${right}`}));
    this.drawBest(picture, best, x.place, top, bottom);
    for (const line of lines) {
      picture.append(svg('path', {class: 'line', d: linePath(epochs, line.values, x.place, y.place,
        this.log), style: `stroke:${line.colour}`, 'stroke-dasharray': line.dashed ? '6 4' : 'none'}));
      if (epochs.length === 1) this.addDot(picture, line, 0);
    }
    this.cursor = svg('g', {class: 'cursor'});
    picture.append(this.cursor);
    this.span = [top, bottom];
    this.show(null);
  }

  drawBest(picture, best, x, top, bottom) {
    const epochs = this.data.epochs;
    if (!(best >= epochs[0] && best <= epochs[epochs.length - 1])) return;
    const place = x(best), end = place > (this.left + this.right) / 2;
    picture.append(svg('path', {class: 'best', d: `M${place} ${top}V${bottom}`}),
      svg('text', {class: 'best', x: place + (end ? -4 : 4), y: top - 5,
        'text-anchor': end ? 'end' : 'start'}, `best: ${best}`));
  }

  addDot(group, line, at) {
    const value = line.values[at];
    if (value === null || (this.log && value <= 0)) return;
    group.append(svg('circle', {cx: this.x(this.data.epochs[at]), cy: this.y(value), r: 4,
      style: `fill:${line.colour}`}));
  }

  // Marks an epoch that is shown elsewhere on the page; null: none.
  mark(epoch) {
    this.marked = epoch;
    this.show(null);
  }

  // Shows the values at a place in the list of epochs; null: at the marked or the last one.
  show(at) {
    this.at = at;
    const {epochs, lines} = this.data;
    const resting = this.marked === null ? epochs.length - 1 : nearest(epochs, this.marked);
    const place = at === null ? resting : at;
    if (this.cursor) {
      this.cursor.replaceChildren();
      if (at !== null || this.marked !== null) {
        const x = this.x(epochs[place]);
        this.cursor.append(svg('path', {d: `M${x} ${this.span[0]}V${this.span[1]}`}));
        for (const line of lines) this.addDot(this.cursor, line, place);
      }
    }
    const parts = [Object.assign(document.createElement('span'),
      {textContent: `epoch ${epochs[place]}`})];
    for (const line of lines) {
      const part = document.createElement('span');
      const key = document.createElement('i');
      key.style.background = line.colour;
      const value = document.createElement('b');
      value.textContent = numberText(line.values[place]);
      part.append(key, `${line.name} `, value);
      parts.push(part);
    }
    this.readout.replaceChildren(...parts);
  }
}
