import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './locale/i18n.ts';
import { useToasts } from './stores/toasts.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const app = createApp(App).use(createPinia()).use(i18n);

// What no one caught still reaches the user as a sentence.
app.config.errorHandler = (error) => useToasts().showError(error);
window.addEventListener('unhandledrejection', (event) => useToasts().showError(event.reason));

app.mount('#app');
