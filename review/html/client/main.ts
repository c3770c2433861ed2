import { boxes } from "./boxes.ts";
import { contents } from "./contents.ts";
import { pageData } from "./data.ts";
import { details } from "./details.ts";
import { search } from "./search.ts";
import { tables } from "./tables.ts";

const data = pageData();
const panel = details(data);
boxes(data, panel);
search(data, panel);
tables();
contents();
