// Starts all that moves on the page.

// A small box beside the pointer with the text of what is pointed at ("data-tip").
function startTips(tip) {
  const near = 7;  // pixels: thin lines are hard to hit
  const lineAt = (picture, x, y) => {
    const matrix = picture.getScreenCTM();
    let found = null, least = near;
    for (const line of picture.querySelectorAll('line[data-tip]')) {
      const at = name => line[name].baseVal.value;
      const x1 = at('x1') * matrix.a + matrix.e, y1 = at('y1') * matrix.d + matrix.f;
      const x2 = at('x2') * matrix.a + matrix.e, y2 = at('y2') * matrix.d + matrix.f;
      const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) /
        ((x2 - x1) ** 2 + (y2 - y1) ** 2);
      const distance = Math.hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y);
      if (along >= 0 && along <= 1 && distance < least) [found, least] = [line, distance];
    }
    return found;
  };
  let marked = null;
  const show = event => {
    const picture = event.target.closest('svg.network');
    const target = event.target.closest('circle[data-tip], rect[data-tip], td[data-tip]') ||
      (picture && lineAt(picture, event.clientX, event.clientY));
    if (marked) marked.classList.remove('pointed');
    marked = target;
    tip.hidden = !target;
    if (!target) return;
    target.classList.add('pointed');
    tip.textContent = target.dataset.tip;
    const left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${Math.max(4, event.clientY - tip.offsetHeight - 12)}px`;
  };
  document.addEventListener('pointermove', show);
  document.addEventListener('pointerdown', show);
  document.addEventListener('scroll', () => { tip.hidden = true; }, {passive: true});
}

// Light, dark; at first as the system has it.
function startTheme(button, onChange) {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';
  const update = () => {
    button.textContent = isDark() ? 'light' : 'dark';
    onChange();
  };
  button.title = 'change between light and dark';
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    update();
  });
  system.addEventListener('change', update);
  button.hidden = false;
  update();
}

function start() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = {};
  for (const figure of document.querySelectorAll('figure[data-chart]')) {
    const id = figure.dataset.chart;
    charts[id] = new Chart(figure, data.charts[id]);
  }
  let boundary = null;
  if (data.boundary) {
    boundary = new Boundary(document.getElementById('boundary-map'), data.boundary, epoch => {
      if (charts.loss) charts.loss.mark(epoch);
    });
  }
  startTheme(document.getElementById('theme'), () => boundary && boundary.draw());
  startTips(document.getElementById('tip'));
  // Paper cannot be unfolded.
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

start();
