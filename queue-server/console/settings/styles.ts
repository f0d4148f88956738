import fields from './fields/fields.module.css';
import glance from './glance.module.css';
import hall from './hall/hall.module.css';
import history from './history.module.css';
import preview from './preview.module.css';
import page from './settings.module.css';

/** The editor's styles, a file for each part of it. */
export const styles = { ...page, ...fields, ...glance, ...hall, ...history, ...preview };
