// Keeps the open page up to date: the server sends the changed part as it is, escaped and masked already.
const live = document.getElementById('live');
const link = document.getElementById('link');
const source = new EventSource('/live');

function say(state, words) {
  link.dataset.state = state;
  link.textContent = words;
}

source.addEventListener('open', () => say('on', '实时更新中'));
source.addEventListener('error', () => say('off', '连接中断，正在重连'));
source.addEventListener('changed', (event) => {
  live.innerHTML = event.data;
});
