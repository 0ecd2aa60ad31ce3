<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
    <context>
        <name>ChartExport</name>
        <message>
            <source>chart</source>
            <translation>Diagramm</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>Diagramm speichern</translation>
        </message>
        <message>
            <source>Saved %1</source>
            <translation>%1 gespeichert</translation>
        </message>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1 konnte nicht geschrieben werden: %2</translation>
        </message>
        <message>
            <source>Copy picture</source>
            <translation>Bild kopieren</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>Als PNG speichern…</translation>
        </message>
        <message>
            <source>Save as SVG…</source>
            <translation>Als SVG speichern…</translation>
        </message>
        <message>
            <source>Save data as CSV…</source>
            <translation>Daten als CSV speichern…</translation>
        </message>
    </context>
    <context>
        <name>ColumnSummary</name>
        <message>
            <source>no values</source>
            <translation>keine Werte</translation>
        </message>
        <message>
            <source>%1 different</source>
            <translation>%1 verschiedene</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1 fehlen</translation>
        </message>
        <message>
            <source>none missing</source>
            <translation>keine fehlen</translation>
        </message>
        <message>
            <source>%1 missing (%2)</source>
            <translation>%1 fehlen (%2)</translation>
        </message>
        <message>
            <source>%1 values, %2, %3 different</source>
            <translation>%1 Werte, %2, %3 verschiedene</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 bis %2</translation>
        </message>
    </context>
    <context>
        <name>ColumnTypes</name>
        <message>
            <source>yes or no</source>
            <translation>ja oder nein</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>ganze Zahl</translation>
        </message>
        <message>
            <source>number</source>
            <translation>Zahl</translation>
        </message>
        <message>
            <source>category</source>
            <translation>Kategorie</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <source>date and time</source>
            <translation>Datum und Uhrzeit</translation>
        </message>
    </context>
    <context>
        <name>DriftStatistics</name>
        <message>
            <source>Mean</source>
            <translation>Mittelwert</translation>
        </message>
        <message>
            <source>Median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>Standard deviation</source>
            <translation>Standardabweichung</translation>
        </message>
        <message>
            <source>Minimum</source>
            <translation>Minimum</translation>
        </message>
        <message>
            <source>Maximum</source>
            <translation>Maximum</translation>
        </message>
        <message>
            <source>Categories</source>
            <translation>Kategorien</translation>
        </message>
        <message>
            <source>Infinite values</source>
            <translation>Unendliche Werte</translation>
        </message>
        <message>
            <source>Kolmogorov–Smirnov, p</source>
            <translation>Kolmogorov–Smirnov, p</translation>
        </message>
        <message>
            <source>χ², p</source>
            <translation>χ², p</translation>
        </message>
        <message>
            <source>Share of new categories</source>
            <translation>Anteil neuer Kategorien</translation>
        </message>
        <message>
            <source>Share of new words</source>
            <translation>Anteil neuer Wörter</translation>
        </message>
        <message>
            <source>Difference of missing shares</source>
            <translation>Differenz der Fehlanteile</translation>
        </message>
    </context>
    <context>
        <name>Expectations</name>
        <message>
            <source>to exist</source>
            <translation>Spalte ist da</translation>
        </message>
        <message>
            <source>The column is there, at this place when one is given.</source>
            <translation>Die Spalte ist da, an dieser Stelle, wenn eine genannt ist.</translation>
        </message>
        <message>
            <source>type to be</source>
            <translation>Typ der Spalte</translation>
        </message>
        <message>
            <source>The column has this type.</source>
            <translation>Die Spalte hat diesen Typ.</translation>
        </message>
        <message>
            <source>columns to match set</source>
            <translation>Menge der Spalten</translation>
        </message>
        <message>
            <source>These columns are there, and no others when exact_match is set.</source>
            <translation>Diese Spalten sind da, und keine anderen, wenn exact_match gesetzt ist.</translation>
        </message>
        <message>
            <source>columns to match ordered list</source>
            <translation>Spalten in dieser Reihenfolge</translation>
        </message>
        <message>
            <source>Exactly these columns are there, in this order.</source>
            <translation>Genau diese Spalten sind da, in dieser Reihenfolge.</translation>
        </message>
        <message>
            <source>column count to be between</source>
            <translation>Zahl der Spalten im Bereich</translation>
        </message>
        <message>
            <source>The number of columns lies between the bounds.</source>
            <translation>Die Zahl der Spalten liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>column count to equal</source>
            <translation>Zahl der Spalten</translation>
        </message>
        <message>
            <source>There are so many columns.</source>
            <translation>Es gibt so viele Spalten.</translation>
        </message>
        <message>
            <source>row count to be between</source>
            <translation>Zahl der Zeilen im Bereich</translation>
        </message>
        <message>
            <source>The number of rows lies between the bounds.</source>
            <translation>Die Zahl der Zeilen liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>row count to equal</source>
            <translation>Zahl der Zeilen</translation>
        </message>
        <message>
            <source>There are so many rows.</source>
            <translation>Es gibt so viele Zeilen.</translation>
        </message>
        <message>
            <source>row count to equal other table</source>
            <translation>Zahl der Zeilen wie in einer anderen Version</translation>
        </message>
        <message>
            <source>There are as many rows as in another dataset version.</source>
            <translation>Es gibt so viele Zeilen wie in einer anderen Datensatzversion.</translation>
        </message>
        <message>
            <source>min to be between</source>
            <translation>Kleinster Wert im Bereich</translation>
        </message>
        <message>
            <source>The least value lies between the bounds.</source>
            <translation>Der kleinste Wert liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>max to be between</source>
            <translation>Größter Wert im Bereich</translation>
        </message>
        <message>
            <source>The greatest value lies between the bounds.</source>
            <translation>Der größte Wert liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>mean to be between</source>
            <translation>Mittelwert im Bereich</translation>
        </message>
        <message>
            <source>The mean lies between the bounds.</source>
            <translation>Der Mittelwert liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>median to be between</source>
            <translation>Median im Bereich</translation>
        </message>
        <message>
            <source>The median lies between the bounds.</source>
            <translation>Der Median liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>stdev to be between</source>
            <translation>Standardabweichung im Bereich</translation>
        </message>
        <message>
            <source>The sample standard deviation lies between the bounds.</source>
            <translation>Die Standardabweichung der Stichprobe liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>sum to be between</source>
            <translation>Summe im Bereich</translation>
        </message>
        <message>
            <source>The sum lies between the bounds.</source>
            <translation>Die Summe liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>quantile values to be between</source>
            <translation>Quantile im Bereich</translation>
        </message>
        <message>
            <source>Each quantile lies in its range.</source>
            <translation>Jedes Quantil liegt in seinem Bereich.</translation>
        </message>
        <message>
            <source>unique value count to be between</source>
            <translation>Zahl verschiedener Werte im Bereich</translation>
        </message>
        <message>
            <source>The number of different values lies between the bounds.</source>
            <translation>Die Zahl verschiedener Werte liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>proportion of unique values to be between</source>
            <translation>Anteil verschiedener Werte im Bereich</translation>
        </message>
        <message>
            <source>The number of different values divided by the number of values lies between the bounds.</source>
            <translation>Die Zahl verschiedener Werte, geteilt durch die Zahl der Werte, liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>proportion of non null values to be between</source>
            <translation>Anteil vorhandener Werte im Bereich</translation>
        </message>
        <message>
            <source>The share of rows with a value lies between the bounds.</source>
            <translation>Der Anteil der Zeilen mit einem Wert liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>distinct values to be in set</source>
            <translation>Vorkommende Werte nur aus der Menge</translation>
        </message>
        <message>
            <source>Every value that occurs is in the set.</source>
            <translation>Jeder Wert, der vorkommt, ist in der Menge.</translation>
        </message>
        <message>
            <source>distinct values to contain set</source>
            <translation>Alle Werte der Menge kommen vor</translation>
        </message>
        <message>
            <source>Every value of the set occurs.</source>
            <translation>Jeder Wert der Menge kommt vor.</translation>
        </message>
        <message>
            <source>distinct values to equal set</source>
            <translation>Vorkommende Werte sind genau die Menge</translation>
        </message>
        <message>
            <source>The values that occur are exactly those of the set.</source>
            <translation>Die Werte, die vorkommen, sind genau die der Menge.</translation>
        </message>
        <message>
            <source>most common value to be in set</source>
            <translation>Häufigster Wert aus der Menge</translation>
        </message>
        <message>
            <source>The most frequent value is in the set.</source>
            <translation>Der häufigste Wert ist in der Menge.</translation>
        </message>
        <message>
            <source>kl divergence to be less than</source>
            <translation>Kullback-Leibler-Divergenz unter der Schwelle</translation>
        </message>
        <message>
            <source>The Kullback-Leibler divergence from a reference distribution stays below the threshold.</source>
            <translation>Die Kullback-Leibler-Divergenz von einer Vergleichsverteilung bleibt unter der Schwelle.</translation>
        </message>
        <message>
            <source>values to not be null</source>
            <translation>Kein Wert fehlt</translation>
        </message>
        <message>
            <source>No value is missing.</source>
            <translation>Kein Wert fehlt.</translation>
        </message>
        <message>
            <source>values to be null</source>
            <translation>Alle Werte fehlen</translation>
        </message>
        <message>
            <source>Every value is missing.</source>
            <translation>Jeder Wert fehlt.</translation>
        </message>
        <message>
            <source>values to be unique</source>
            <translation>Werte sind eindeutig</translation>
        </message>
        <message>
            <source>No value occurs twice.</source>
            <translation>Kein Wert kommt zweimal vor.</translation>
        </message>
        <message>
            <source>values to be in set</source>
            <translation>Werte aus der Menge</translation>
        </message>
        <message>
            <source>Each value is in the set.</source>
            <translation>Jeder Wert ist in der Menge.</translation>
        </message>
        <message>
            <source>values to not be in set</source>
            <translation>Keine Werte aus der Menge</translation>
        </message>
        <message>
            <source>No value is in the set.</source>
            <translation>Kein Wert ist in der Menge.</translation>
        </message>
        <message>
            <source>values to be between</source>
            <translation>Werte im Bereich</translation>
        </message>
        <message>
            <source>Each value lies between the bounds.</source>
            <translation>Jeder Wert liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>values to be of type</source>
            <translation>Werte von diesem Typ</translation>
        </message>
        <message>
            <source>The values have this type.</source>
            <translation>Die Werte haben diesen Typ.</translation>
        </message>
        <message>
            <source>values to be in type list</source>
            <translation>Werte von einem dieser Typen</translation>
        </message>
        <message>
            <source>The values have one of these types.</source>
            <translation>Die Werte haben einen dieser Typen.</translation>
        </message>
        <message>
            <source>value lengths to be between</source>
            <translation>Länge der Werte im Bereich</translation>
        </message>
        <message>
            <source>The number of characters lies between the bounds.</source>
            <translation>Die Zahl der Zeichen liegt zwischen den Grenzen.</translation>
        </message>
        <message>
            <source>value lengths to equal</source>
            <translation>Länge der Werte</translation>
        </message>
        <message>
            <source>Each value has so many characters.</source>
            <translation>Jeder Wert hat so viele Zeichen.</translation>
        </message>
        <message>
            <source>values to match regex</source>
            <translation>Werte passen zum regulären Ausdruck</translation>
        </message>
        <message>
            <source>The regular expression is found in each value.</source>
            <translation>Der reguläre Ausdruck kommt in jedem Wert vor.</translation>
        </message>
        <message>
            <source>values to not match regex</source>
            <translation>Werte passen nicht zum regulären Ausdruck</translation>
        </message>
        <message>
            <source>The regular expression is found in no value.</source>
            <translation>Der reguläre Ausdruck kommt in keinem Wert vor.</translation>
        </message>
        <message>
            <source>values to match regex list</source>
            <translation>Werte passen zu regulären Ausdrücken</translation>
        </message>
        <message>
            <source>One, or each, of the regular expressions is found in each value.</source>
            <translation>Einer oder jeder der regulären Ausdrücke kommt in jedem Wert vor.</translation>
        </message>
        <message>
            <source>values to not match regex list</source>
            <translation>Werte passen zu keinem regulären Ausdruck</translation>
        </message>
        <message>
            <source>None of the regular expressions is found in any value.</source>
            <translation>Keiner der regulären Ausdrücke kommt in einem Wert vor.</translation>
        </message>
        <message>
            <source>values to match like pattern</source>
            <translation>Werte passen zum LIKE-Muster</translation>
        </message>
        <message>
            <source>Each value matches the SQL LIKE pattern.</source>
            <translation>Jeder Wert passt zum LIKE-Muster von SQL.</translation>
        </message>
        <message>
            <source>values to not match like pattern</source>
            <translation>Werte passen nicht zum LIKE-Muster</translation>
        </message>
        <message>
            <source>No value matches the SQL LIKE pattern.</source>
            <translation>Kein Wert passt zum LIKE-Muster von SQL.</translation>
        </message>
        <message>
            <source>values to match like pattern list</source>
            <translation>Werte passen zu LIKE-Mustern</translation>
        </message>
        <message>
            <source>Each value matches one, or each, of the SQL LIKE patterns.</source>
            <translation>Jeder Wert passt zu einem oder jedem der LIKE-Muster von SQL.</translation>
        </message>
        <message>
            <source>values to not match like pattern list</source>
            <translation>Werte passen zu keinem LIKE-Muster</translation>
        </message>
        <message>
            <source>No value matches any of the SQL LIKE patterns.</source>
            <translation>Kein Wert passt zu einem der LIKE-Muster von SQL.</translation>
        </message>
        <message>
            <source>values to match strftime format</source>
            <translation>Werte sind Zeiten dieser Form</translation>
        </message>
        <message>
            <source>Each text is a date or time of this form.</source>
            <translation>Jeder Text ist ein Datum oder eine Zeit dieser Form.</translation>
        </message>
        <message>
            <source>values to be dateutil parseable</source>
            <translation>Werte sind als Zeit lesbar</translation>
        </message>
        <message>
            <source>Each text can be read as a date or time.</source>
            <translation>Jeder Text kann als Datum oder Zeit gelesen werden.</translation>
        </message>
        <message>
            <source>values to be json parseable</source>
            <translation>Werte sind JSON</translation>
        </message>
        <message>
            <source>Each text is JSON.</source>
            <translation>Jeder Text ist JSON.</translation>
        </message>
        <message>
            <source>values to match json schema</source>
            <translation>Werte erfüllen das JSON-Schema</translation>
        </message>
        <message>
            <source>Each text is JSON that satisfies the schema.</source>
            <translation>Jeder Text ist JSON, das das Schema erfüllt.</translation>
        </message>
        <message>
            <source>values to be increasing</source>
            <translation>Werte steigen</translation>
        </message>
        <message>
            <source>No value is less than the one before it.</source>
            <translation>Kein Wert ist kleiner als der vor ihm.</translation>
        </message>
        <message>
            <source>values to be decreasing</source>
            <translation>Werte fallen</translation>
        </message>
        <message>
            <source>No value is greater than the one before it.</source>
            <translation>Kein Wert ist größer als der vor ihm.</translation>
        </message>
        <message>
            <source>value z scores to be less than</source>
            <translation>z-Werte unter der Schwelle</translation>
        </message>
        <message>
            <source>Each value&apos;s distance from the mean, in standard deviations, is below the threshold.</source>
            <translation>Der Abstand jedes Wertes vom Mittelwert, in Standardabweichungen, liegt unter der Schwelle.</translation>
        </message>
        <message>
            <source>values to not be outliers</source>
            <translation>Keine Ausreißer</translation>
        </message>
        <message>
            <source>No value lies far outside the quartiles, or far from the mean.</source>
            <translation>Kein Wert liegt weit außerhalb der Quartile oder weit vom Mittelwert.</translation>
        </message>
        <message>
            <source>pair values to be equal</source>
            <translation>Beide Spalten sind gleich</translation>
        </message>
        <message>
            <source>Both columns hold the same value.</source>
            <translation>Beide Spalten enthalten denselben Wert.</translation>
        </message>
        <message>
            <source>pair values a to be greater than b</source>
            <translation>Erste Spalte größer als die zweite</translation>
        </message>
        <message>
            <source>The first column&apos;s value is greater than the second&apos;s.</source>
            <translation>Der Wert der ersten Spalte ist größer als der der zweiten.</translation>
        </message>
        <message>
            <source>pair values to be in set</source>
            <translation>Wertepaare aus der Menge</translation>
        </message>
        <message>
            <source>The pair of values is one of these.</source>
            <translation>Das Wertepaar ist eines von diesen.</translation>
        </message>
        <message>
            <source>compound columns to be unique</source>
            <translation>Spalten zusammen eindeutig</translation>
        </message>
        <message>
            <source>No combination of values occurs twice.</source>
            <translation>Keine Verbindung von Werten kommt zweimal vor.</translation>
        </message>
        <message>
            <source>select column values to be unique within record</source>
            <translation>Werte in der Zeile verschieden</translation>
        </message>
        <message>
            <source>Within a row no value occurs twice.</source>
            <translation>In einer Zeile kommt kein Wert zweimal vor.</translation>
        </message>
        <message>
            <source>multicolumn values to be unique</source>
            <translation>Werte in der Zeile verschieden (alt)</translation>
        </message>
        <message>
            <source>Within a row no value occurs twice (older name).</source>
            <translation>In einer Zeile kommt kein Wert zweimal vor (älterer Name).</translation>
        </message>
        <message>
            <source>multicolumn values to be equal</source>
            <translation>Werte in der Zeile gleich</translation>
        </message>
        <message>
            <source>Within a row all values are the same.</source>
            <translation>In einer Zeile sind alle Werte gleich.</translation>
        </message>
        <message>
            <source>multicolumn sum to equal</source>
            <translation>Summe in der Zeile</translation>
        </message>
        <message>
            <source>Within a row the values add up to this.</source>
            <translation>In einer Zeile ergeben die Werte zusammen diese Summe.</translation>
        </message>
    </context>
    <context>
        <name>FilterTexts</name>
        <message>
            <source>missing</source>
            <translation>fehlend</translation>
        </message>
        <message>
            <source>any column</source>
            <translation>beliebige Spalte</translation>
        </message>
        <message>
            <source>%1 not %2</source>
            <translation>%1 nicht %2</translation>
        </message>
        <message>
            <source>%1 not missing</source>
            <translation>%1 nicht fehlend</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1 fehlend</translation>
        </message>
        <message>
            <source>all columns</source>
            <translation>allen Spalten</translation>
        </message>
        <message>
            <source>duplicates in %1</source>
            <translation>Duplikate in %1</translation>
        </message>
        <message>
            <source>repeats in %1</source>
            <translation>Wiederholungen in %1</translation>
        </message>
        <message>
            <source>unique in %1</source>
            <translation>einmalig in %1</translation>
        </message>
        <message>
            <source>%1 does not match /%2/</source>
            <translation>%1 passt nicht zu /%2/</translation>
        </message>
        <message>
            <source>%1 matches /%2/</source>
            <translation>%1 passt zu /%2/</translation>
        </message>
        <message>
            <source>%1 without “%2”</source>
            <translation>%1 ohne „%2“</translation>
        </message>
        <message>
            <source>%1 contains “%2”</source>
            <translation>%1 enthält „%2“</translation>
        </message>
    </context>
    <context>
        <name>Format</name>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>gerade eben</translation>
        </message>
        <message>
            <source>%1 min ago</source>
            <translation>vor %1 min</translation>
        </message>
        <message>
            <source>%1 h ago</source>
            <translation>vor %1 h</translation>
        </message>
        <message>
            <source>yesterday</source>
            <translation>gestern</translation>
        </message>
        <message>
            <source>%1 d ago</source>
            <translation>vor %1 Tagen</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Overview</source>
            <translation>Übersicht</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Experiments</source>
            <translation>Experimente</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Serving</source>
            <translation>Bereitstellung</translation>
        </message>
        <message>
            <source>Drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>Activity</source>
            <translation>Aktivität</translation>
        </message>
    </context>
    <context>
        <name>Runs</name>
        <message>
            <source>accuracy</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>AUC</source>
            <translation>AUC</translation>
        </message>
        <message>
            <source>F1 (macro)</source>
            <translation>F1 (makro)</translation>
        </message>
        <message>
            <source>log loss</source>
            <translation>Log-Verlust</translation>
        </message>
        <message>
            <source>RMSE</source>
            <translation>RMSE</translation>
        </message>
        <message>
            <source>MAE</source>
            <translation>MAE</translation>
        </message>
        <message>
            <source>R²</source>
            <translation>R²</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>average precision</source>
            <translation>mittlere Präzision</translation>
        </message>
        <message>
            <source>Test %1</source>
            <translation>Test: %1</translation>
        </message>
        <message>
            <source>Validation %1</source>
            <translation>Validierung: %1</translation>
        </message>
        <message>
            <source>Training %1</source>
            <translation>Training: %1</translation>
        </message>
        <message>
            <source>queued</source>
            <translation>wartet</translation>
        </message>
        <message>
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>gescheitert</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>Linear</source>
            <translation>Linear</translation>
        </message>
        <message>
            <source>Neural network</source>
            <translation>Neuronales Netz</translation>
        </message>
        <message>
            <source>Gradient boosting</source>
            <translation>Gradient Boosting</translation>
        </message>
        <message>
            <source>Random forest</source>
            <translation>Random Forest</translation>
        </message>
        <message>
            <source>Image network</source>
            <translation>Bildnetz</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>reading rows</source>
            <translation>Zeilen lesen</translation>
        </message>
        <message>
            <source>waiting for changes</source>
            <translation>auf Änderungen warten</translation>
        </message>
        <message>
            <source>checking files</source>
            <translation>Dateien prüfen</translation>
        </message>
        <message>
            <source>checking the audit trail</source>
            <translation>Protokoll prüfen</translation>
        </message>
        <message>
            <source>comparing columns</source>
            <translation>Spalten vergleichen</translation>
        </message>
        <message>
            <source>writing rows</source>
            <translation>Zeilen schreiben</translation>
        </message>
        <message>
            <source>checking models</source>
            <translation>Modelle prüfen</translation>
        </message>
        <message>
            <source>checking the database</source>
            <translation>Datenbank prüfen</translation>
        </message>
        <message>
            <source>checking values</source>
            <translation>Werte prüfen</translation>
        </message>
        <message>
            <source>evaluating the model</source>
            <translation>Modell bewerten</translation>
        </message>
        <message>
            <source>profiling columns</source>
            <translation>Spalten auswerten</translation>
        </message>
        <message>
            <source>starting the server</source>
            <translation>Server starten</translation>
        </message>
        <message>
            <source>reading data</source>
            <translation>Daten lesen</translation>
        </message>
        <message>
            <source>preparing features</source>
            <translation>Merkmale vorbereiten</translation>
        </message>
        <message>
            <source>writing the model</source>
            <translation>Modell schreiben</translation>
        </message>
        <message>
            <source>looking for duplicates</source>
            <translation>Dubletten suchen</translation>
        </message>
        <message>
            <source>comparing versions</source>
            <translation>Versionen vergleichen</translation>
        </message>
        <message>
            <source>examining the target</source>
            <translation>Ziel untersuchen</translation>
        </message>
        <message>
            <source>matching rows</source>
            <translation>Zeilen zuordnen</translation>
        </message>
        <message>
            <source>comparing cells</source>
            <translation>Zellen vergleichen</translation>
        </message>
        <message>
            <source>looking for what nobody needs</source>
            <translation>Suchen, was niemand braucht</translation>
        </message>
        <message>
            <source>sampling</source>
            <translation>Stichprobe</translation>
        </message>
        <message>
            <source>sorting</source>
            <translation>wird sortiert</translation>
        </message>
        <message>
            <source>filtering</source>
            <translation>wird gefiltert</translation>
        </message>
        <message>
            <source>counting</source>
            <translation>wird gezählt</translation>
        </message>
        <message>
            <source>finding the range</source>
            <translation>Bereich wird bestimmt</translation>
        </message>
        <message>
            <source>searching</source>
            <translation>wird gesucht</translation>
        </message>
        <message>
            <source>grouping</source>
            <translation>wird gruppiert</translation>
        </message>
        <message>
            <source>comparing equal beginnings</source>
            <translation>gleiche Anfänge werden verglichen</translation>
        </message>
        <message>
            <source>checking rows</source>
            <translation>Zeilen prüfen</translation>
        </message>
        <message>
            <source>counting values</source>
            <translation>Werte zählen</translation>
        </message>
        <message>
            <source>inferring expectations</source>
            <translation>Erwartungen ableiten</translation>
        </message>
        <message>
            <source>reading pictures</source>
            <translation>Bilder lesen</translation>
        </message>
        <message>
            <source>looking at pictures</source>
            <translation>Bilder ansehen</translation>
        </message>
    </context>
    <context>
        <name>StepTexts</name>
        <message>
            <source>all columns</source>
            <translation>alle Spalten</translation>
        </message>
        <message>
            <source>no column chosen yet</source>
            <translation>noch keine Spalte gewählt</translation>
        </message>
        <message>
            <source>the mean</source>
            <translation>dem Mittelwert</translation>
        </message>
        <message>
            <source>the median</source>
            <translation>dem Median</translation>
        </message>
        <message>
            <source>the most frequent value</source>
            <translation>dem häufigsten Wert</translation>
        </message>
        <message>
            <source>Rename columns</source>
            <translation>Spalten umbenennen</translation>
        </message>
        <message>
            <source>Drop columns</source>
            <translation>Spalten weglassen</translation>
        </message>
        <message>
            <source>Change types</source>
            <translation>Typen ändern</translation>
        </message>
        <message>
            <source>Fill missing values</source>
            <translation>Fehlende Werte füllen</translation>
        </message>
        <message>
            <source>Drop duplicate rows</source>
            <translation>Doppelte Zeilen entfernen</translation>
        </message>
        <message>
            <source>Keep rows where…</source>
            <translation>Zeilen behalten, wenn…</translation>
        </message>
        <message>
            <source>Derive a column</source>
            <translation>Spalte ableiten</translation>
        </message>
        <message>
            <source>Scale numbers</source>
            <translation>Zahlen skalieren</translation>
        </message>
        <message>
            <source>One-hot encode</source>
            <translation>One-Hot-Kodierung</translation>
        </message>
        <message>
            <source>Give columns other names</source>
            <translation>Spalten andere Namen geben</translation>
        </message>
        <message>
            <source>Leave columns out</source>
            <translation>Spalten auslassen</translation>
        </message>
        <message>
            <source>Read a column as a number, a date, a category…</source>
            <translation>Eine Spalte als Zahl, Datum, Kategorie… lesen</translation>
        </message>
        <message>
            <source>Put a value where there is none</source>
            <translation>Einen Wert einsetzen, wo keiner ist</translation>
        </message>
        <message>
            <source>Keep the first of equal rows</source>
            <translation>Von gleichen Zeilen die erste behalten</translation>
        </message>
        <message>
            <source>Keep only rows for which an expression is true</source>
            <translation>Nur Zeilen behalten, für die ein Ausdruck wahr ist</translation>
        </message>
        <message>
            <source>Compute a new column from others</source>
            <translation>Eine neue Spalte aus anderen berechnen</translation>
        </message>
        <message>
            <source>Bring numbers to a common range</source>
            <translation>Zahlen auf einen gemeinsamen Bereich bringen</translation>
        </message>
        <message>
            <source>One 0/1 column for each category</source>
            <translation>Eine 0/1-Spalte je Kategorie</translation>
        </message>
        <message>
            <source>Type a condition.</source>
            <translation>Geben Sie eine Bedingung ein.</translation>
        </message>
        <message>
            <source>Give the new column a name.</source>
            <translation>Geben Sie der neuen Spalte einen Namen.</translation>
        </message>
        <message>
            <source>Type an expression.</source>
            <translation>Geben Sie einen Ausdruck ein.</translation>
        </message>
        <message>
            <source>Choose a column.</source>
            <translation>Wählen Sie eine Spalte.</translation>
        </message>
        <message>
            <source>Type the value to fill with.</source>
            <translation>Geben Sie den Füllwert ein.</translation>
        </message>
        <message>
            <source>%1 with %2</source>
            <translation>%1 mit %2</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Columns and their new names</source>
            <translation>Spalten und ihre neuen Namen</translation>
        </message>
        <message>
            <source>Columns to leave out</source>
            <translation>Wegzulassende Spalten</translation>
        </message>
        <message>
            <source>Columns to keep</source>
            <translation>Zu behaltende Spalten</translation>
        </message>
        <message>
            <source>Columns to put in front</source>
            <translation>Nach vorn zu stellende Spalten</translation>
        </message>
        <message>
            <source>Columns and their new types</source>
            <translation>Spalten und ihre neuen Typen</translation>
        </message>
        <message>
            <source>A value that cannot be read as the new type becomes missing.</source>
            <translation>Ein Wert, der sich nicht als der neue Typ lesen lässt, wird fehlend.</translation>
        </message>
        <message>
            <source>Separator</source>
            <translation>Trennzeichen</translation>
        </message>
        <message>
            <source>New columns</source>
            <translation>Neue Spalten</translation>
        </message>
        <message>
            <source>first, last</source>
            <translation>vorname, nachname</translation>
        </message>
        <message>
            <source>Keep the old column</source>
            <translation>Alte Spalte behalten</translation>
        </message>
        <message>
            <source>a blank</source>
            <translation>ein Leerzeichen</translation>
        </message>
        <message>
            <source>New column</source>
            <translation>Neue Spalte</translation>
        </message>
        <message>
            <source>full_name</source>
            <translation>voller_name</translation>
        </message>
        <message>
            <source>Keep the old columns</source>
            <translation>Alte Spalten behalten</translation>
        </message>
        <message>
            <source>Spellings are the same by</source>
            <translation>Gleich sind Schreibweisen durch</translation>
        </message>
        <message>
            <source>their words, in any order</source>
            <translation>ihre Wörter, gleich in welcher Folge</translation>
        </message>
        <message>
            <source>their letters, in any order</source>
            <translation>ihre Buchstaben, gleich in welcher Folge</translation>
        </message>
        <message>
            <source>English sound</source>
            <translation>englischen Klang</translation>
        </message>
        <message>
            <source>German sound</source>
            <translation>deutschen Klang</translation>
        </message>
        <message>
            <source>few different letters</source>
            <translation>wenige andere Buchstaben</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>Different letters at most</source>
            <translation>Höchstens andere Buchstaben</translation>
        </message>
        <message>
            <source>Similarity from 0 to 1</source>
            <translation>Ähnlichkeit von 0 bis 1</translation>
        </message>
        <message>
            <source>Join only what is so many times as frequent</source>
            <translation>Nur zu so viel Mal Häufigerem</translation>
        </message>
        <message>
            <source>Spellings</source>
            <translation>Schreibweisen</translation>
        </message>
        <message>
            <source>Capital and small letters are the same</source>
            <translation>Groß- und Kleinbuchstaben sind gleich</translation>
        </message>
        <message>
            <source>Blanks inside</source>
            <translation>Leerzeichen im Innern</translation>
        </message>
        <message>
            <source>stay</source>
            <translation>bleiben</translation>
        </message>
        <message>
            <source>become one</source>
            <translation>werden eines</translation>
        </message>
        <message>
            <source>go</source>
            <translation>entfallen</translation>
        </message>
        <message>
            <source>Write as</source>
            <translation>Schreiben als</translation>
        </message>
        <message>
            <source>small letters</source>
            <translation>kleinbuchstaben</translation>
        </message>
        <message>
            <source>CAPITALS</source>
            <translation>GROSSBUCHSTABEN</translation>
        </message>
        <message>
            <source>Every Word</source>
            <translation>Jedes Wort Groß</translation>
        </message>
        <message>
            <source>First word</source>
            <translation>Erstes Wort groß</translation>
        </message>
        <message>
            <source>Unicode form</source>
            <translation>Unicode-Form</translation>
        </message>
        <message>
            <source>Take accents off</source>
            <translation>Akzente entfernen</translation>
        </message>
        <message>
            <source>Old and new value</source>
            <translation>Alter und neuer Wert</translation>
        </message>
        <message>
            <source>An empty new value makes the old one missing.</source>
            <translation>Ein leerer neuer Wert macht den alten fehlend.</translation>
        </message>
        <message>
            <source>Also inside a value</source>
            <translation>Auch innerhalb eines Werts</translation>
        </message>
        <message>
            <source>Regular expression</source>
            <translation>Regulärer Ausdruck</translation>
        </message>
        <message>
            <source>New text</source>
            <translation>Neuer Text</translation>
        </message>
        <message>
            <source>\1 is what the first brackets hold.</source>
            <translation>\1 ist der Inhalt der ersten Klammer.</translation>
        </message>
        <message>
            <source>New columns, one for each brackets</source>
            <translation>Neue Spalten, eine je Klammer</translation>
        </message>
        <message>
            <source>from, to</source>
            <translation>von, bis</translation>
        </message>
        <message>
            <source>Decimal mark</source>
            <translation>Dezimalzeichen</translation>
        </message>
        <message>
            <source>found out</source>
            <translation>wird herausgefunden</translation>
        </message>
        <message>
            <source>point</source>
            <translation>Punkt</translation>
        </message>
        <message>
            <source>comma</source>
            <translation>Komma</translation>
        </message>
        <message>
            <source>5% becomes</source>
            <translation>Aus 5% wird</translation>
        </message>
        <message>
            <source>Numbers are</source>
            <translation>Die Zahlen sind</translation>
        </message>
        <message>
            <source>real</source>
            <translation>reell</translation>
        </message>
        <message>
            <source>whole</source>
            <translation>ganz</translation>
        </message>
        <message>
            <source>Forms</source>
            <translation>Formen</translation>
        </message>
        <message>
            <source>Found out when left empty.</source>
            <translation>Wird herausgefunden, wenn nichts dasteht.</translation>
        </message>
        <message>
            <source>1/2/2014 is</source>
            <translation>1/2/2014 ist</translation>
        </message>
        <message>
            <source>told by the other values</source>
            <translation>wie die anderen Werte es sagen</translation>
        </message>
        <message>
            <source>in February</source>
            <translation>im Februar</translation>
        </message>
        <message>
            <source>in January</source>
            <translation>im Januar</translation>
        </message>
        <message>
            <source>They become</source>
            <translation>Daraus werden</translation>
        </message>
        <message>
            <source>dates, or times when there are any</source>
            <translation>Tage, oder Zeiten, wenn es welche gibt</translation>
        </message>
        <message>
            <source>dates</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>times</source>
            <translation>Zeiten</translation>
        </message>
        <message>
            <source>Key: columns that decide the others</source>
            <translation>Schlüssel: Spalten, die die anderen bestimmen</translation>
        </message>
        <message>
            <source>Columns to mend</source>
            <translation>Auszubessernde Spalten</translation>
        </message>
        <message>
            <source>Share of the rows that must agree</source>
            <translation>Anteil der Zeilen, die übereinstimmen müssen</translation>
        </message>
        <message>
            <source>Rows that must agree</source>
            <translation>Zeilen, die übereinstimmen müssen</translation>
        </message>
        <message>
            <source>Fill with</source>
            <translation>Füllen mit</translation>
        </message>
        <message>
            <source>a value of my choice</source>
            <translation>einem Wert meiner Wahl</translation>
        </message>
        <message>
            <source>the value before</source>
            <translation>dem Wert davor</translation>
        </message>
        <message>
            <source>the value after</source>
            <translation>dem Wert danach</translation>
        </message>
        <message>
            <source>the nearest rows</source>
            <translation>den nächsten Zeilen</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Inside groups of equal</source>
            <translation>In Gruppen mit gleicher</translation>
        </message>
        <message>
            <source>In order of</source>
            <translation>In der Folge von</translation>
        </message>
        <message>
            <source>Near in</source>
            <translation>Nahe in</translation>
        </message>
        <message>
            <source>How many rows</source>
            <translation>Wie viele Zeilen</translation>
        </message>
        <message>
            <source>Another number chooses other rows</source>
            <translation>Eine andere Zahl wählt andere Zeilen</translation>
        </message>
        <message>
            <source>Keep rows where</source>
            <translation>Zeilen behalten, für die gilt</translation>
        </message>
        <message>
            <source>Columns to compare</source>
            <translation>Zu vergleichende Spalten</translation>
        </message>
        <message>
            <source>None ticked: rows must be equal in all columns.</source>
            <translation>Keine angekreuzt: Zeilen müssen in allen Spalten gleich sein.</translation>
        </message>
        <message>
            <source>Rows are the same by</source>
            <translation>Gleich sind Zeilen durch</translation>
        </message>
        <message>
            <source>Only rows equal in</source>
            <translation>Nur Zeilen, gleich in</translation>
        </message>
        <message>
            <source>Share from 0 to 1</source>
            <translation>Anteil von 0 bis 1</translation>
        </message>
        <message>
            <source>Either a share or a number of rows.</source>
            <translation>Entweder ein Anteil oder eine Zahl von Zeilen.</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Of each group of equal</source>
            <translation>Aus jeder Gruppe mit gleicher</translation>
        </message>
        <message>
            <source>Make classes equal by</source>
            <translation>Klassen angleichen durch</translation>
        </message>
        <message>
            <source>dropping rows of frequent ones</source>
            <translation>Weglassen von Zeilen der häufigen</translation>
        </message>
        <message>
            <source>repeating rows of rare ones</source>
            <translation>Wiederholen von Zeilen der seltenen</translation>
        </message>
        <message>
            <source>One row for each different</source>
            <translation>Eine Zeile für jede andere</translation>
        </message>
        <message>
            <source>New column and how it is computed</source>
            <translation>Neue Spalte und wie sie berechnet wird</translation>
        </message>
        <message>
            <source>mean(wind), count(), and: distinct, sum, median, std, min, max, first, last, mode.</source>
            <translation>mean(wind), count(), und: distinct, sum, median, std, min, max, first, last, mode.</translation>
        </message>
        <message>
            <source>Other version</source>
            <translation>Andere Version</translation>
        </message>
        <message>
            <source>Columns that must be equal</source>
            <translation>Spalten, die gleich sein müssen</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>all rows</source>
            <translation>alle Zeilen</translation>
        </message>
        <message>
            <source>rows with a match</source>
            <translation>Zeilen mit Treffer</translation>
        </message>
        <message>
            <source>rows with a match, no new columns</source>
            <translation>Zeilen mit Treffer, keine neuen Spalten</translation>
        </message>
        <message>
            <source>rows without a match</source>
            <translation>Zeilen ohne Treffer</translation>
        </message>
        <message>
            <source>Columns to bring in</source>
            <translation>Zu holende Spalten</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>None ticked: all columns.</source>
            <translation>Keine angekreuzt: alle Spalten.</translation>
        </message>
        <message>
            <source>Drop a row when</source>
            <translation>Zeile weglassen, wenn</translation>
        </message>
        <message>
            <source>any is missing</source>
            <translation>eine fehlt</translation>
        </message>
        <message>
            <source>all are missing</source>
            <translation>alle fehlen</translation>
        </message>
        <message>
            <source>Far from</source>
            <translation>Weit weg von</translation>
        </message>
        <message>
            <source>the quartiles</source>
            <translation>den Quartilen</translation>
        </message>
        <message>
            <source>the mean, in standard deviations</source>
            <translation>dem Mittelwert, in Standardabweichungen</translation>
        </message>
        <message>
            <source>the median, in median deviations</source>
            <translation>dem Median, in Medianabweichungen</translation>
        </message>
        <message>
            <source>How far</source>
            <translation>Wie weit</translation>
        </message>
        <message>
            <source>What becomes of them</source>
            <translation>Was aus ihnen wird</translation>
        </message>
        <message>
            <source>marked in a new column</source>
            <translation>in einer neuen Spalte gekennzeichnet</translation>
        </message>
        <message>
            <source>brought to the limit</source>
            <translation>an die Grenze gebracht</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlend</translation>
        </message>
        <message>
            <source>the row goes</source>
            <translation>die Zeile entfällt</translation>
        </message>
        <message>
            <source>Name of the new column</source>
            <translation>Name der neuen Spalte</translation>
        </message>
        <message>
            <source>new_column</source>
            <translation>neue_spalte</translation>
        </message>
        <message>
            <source>Its value</source>
            <translation>Ihr Wert</translation>
        </message>
        <message>
            <source>Ranges are</source>
            <translation>Die Bereiche sind</translation>
        </message>
        <message>
            <source>equally wide</source>
            <translation>gleich breit</translation>
        </message>
        <message>
            <source>equally full</source>
            <translation>gleich voll</translation>
        </message>
        <message>
            <source>given</source>
            <translation>gegeben</translation>
        </message>
        <message>
            <source>How many</source>
            <translation>Wie viele</translation>
        </message>
        <message>
            <source>Edges</source>
            <translation>Grenzen</translation>
        </message>
        <message>
            <source>Names of the ranges</source>
            <translation>Namen der Bereiche</translation>
        </message>
        <message>
            <source>low, high</source>
            <translation>niedrig, hoch</translation>
        </message>
        <message>
            <source>Parts</source>
            <translation>Teile</translation>
        </message>
        <message>
            <source>Rows back</source>
            <translation>Zeilen zurück</translation>
        </message>
        <message>
            <source>A negative number looks ahead.</source>
            <translation>Eine negative Zahl schaut voraus.</translation>
        </message>
        <message>
            <source>Compute</source>
            <translation>Berechnen</translation>
        </message>
        <message>
            <source>the sum</source>
            <translation>die Summe</translation>
        </message>
        <message>
            <source>the smallest</source>
            <translation>das Kleinste</translation>
        </message>
        <message>
            <source>the greatest</source>
            <translation>das Größte</translation>
        </message>
        <message>
            <source>the standard deviation</source>
            <translation>die Standardabweichung</translation>
        </message>
        <message>
            <source>how many are not missing</source>
            <translation>wie viele nicht fehlen</translation>
        </message>
        <message>
            <source>Over rows</source>
            <translation>Über Zeilen</translation>
        </message>
        <message>
            <source>Of which not missing</source>
            <translation>Davon nicht fehlend</translation>
        </message>
        <message>
            <source>Categories</source>
            <translation>Kategorien</translation>
        </message>
        <message>
            <source>found in the data</source>
            <translation>aus den Daten</translation>
        </message>
        <message>
            <source>From low to high</source>
            <translation>Von niedrig bis hoch</translation>
        </message>
        <message>
            <source>low, middle, high</source>
            <translation>niedrig, mittel, hoch</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Falten</translation>
        </message>
        <message>
            <source>Smoothing, in rows</source>
            <translation>Glättung, in Zeilen</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Verfahren</translation>
        </message>
        <message>
            <source>standard: mean 0, deviation 1</source>
            <translation>Standard: Mittelwert 0, Abweichung 1</translation>
        </message>
        <message>
            <source>min–max: from 0 to 1</source>
            <translation>Min–Max: von 0 bis 1</translation>
        </message>
        <message>
            <source>robust: median and quartiles</source>
            <translation>robust: Median und Quartile</translation>
        </message>
        <message>
            <source>Environment variable with the secret</source>
            <translation>Umgebungsvariable mit dem Geheimnis</translation>
        </message>
        <message>
            <source>The secret stays out of the recipe.</source>
            <translation>Das Geheimnis steht nicht im Rezept.</translation>
        </message>
        <message>
            <source>Digits</source>
            <translation>Stellen</translation>
        </message>
        <message>
            <source>Characters shown at the beginning</source>
            <translation>Am Anfang gezeigte Zeichen</translation>
        </message>
        <message>
            <source>Characters shown at the end</source>
            <translation>Am Ende gezeigte Zeichen</translation>
        </message>
        <message>
            <source>Columns that somebody may know</source>
            <translation>Spalten, die jemand kennen kann</translation>
        </message>
        <message>
            <source>Columns that nobody should learn</source>
            <translation>Spalten, die niemand erfahren soll</translation>
        </message>
        <message>
            <source>Rows that must be alike (k)</source>
            <translation>Zeilen, die gleich sein müssen (k)</translation>
        </message>
        <message>
            <source>Different sensitive values among them (l)</source>
            <translation>Verschiedene heikle Werte darunter (l)</translation>
        </message>
        <message>
            <source>Numbers: width of the ranges</source>
            <translation>Zahlen: Breite der Bereiche</translation>
        </message>
        <message>
            <source>One of the three, by what the columns hold.</source>
            <translation>Eines der drei, je nach dem Inhalt der Spalten.</translation>
        </message>
        <message>
            <source>Dates: keep</source>
            <translation>Tage: behalten</translation>
        </message>
        <message>
            <source>–</source>
            <translation>–</translation>
        </message>
        <message>
            <source>the year</source>
            <translation>das Jahr</translation>
        </message>
        <message>
            <source>the quarter</source>
            <translation>das Quartal</translation>
        </message>
        <message>
            <source>the month</source>
            <translation>den Monat</translation>
        </message>
        <message>
            <source>Texts: characters kept</source>
            <translation>Texte: behaltene Zeichen</translation>
        </message>
        <message>
            <source>Texts, numbers and dates</source>
            <translation>Texte, Zahlen und Tage</translation>
        </message>
        <message>
            <source>Gaps and outliers</source>
            <translation>Lücken und Ausreißer</translation>
        </message>
        <message>
            <source>New columns and encodings</source>
            <translation>Neue Spalten und Kodierungen</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Datenschutz</translation>
        </message>
        <message>
            <source>Keep columns</source>
            <translation>Spalten behalten</translation>
        </message>
        <message>
            <source>Leave all other columns out</source>
            <translation>Alle anderen Spalten weglassen</translation>
        </message>
        <message>
            <source>Reorder columns</source>
            <translation>Spalten ordnen</translation>
        </message>
        <message>
            <source>Put columns in front</source>
            <translation>Spalten nach vorn stellen</translation>
        </message>
        <message>
            <source>Split a column</source>
            <translation>Spalte teilen</translation>
        </message>
        <message>
            <source>Part a text at a separator into several columns</source>
            <translation>Einen Text am Trennzeichen in mehrere Spalten teilen</translation>
        </message>
        <message>
            <source>Join columns</source>
            <translation>Spalten verbinden</translation>
        </message>
        <message>
            <source>Put several columns into one text</source>
            <translation>Mehrere Spalten zu einem Text zusammensetzen</translation>
        </message>
        <message>
            <source>Split cells into rows</source>
            <translation>Zellen in Zeilen teilen</translation>
        </message>
        <message>
            <source>One row for each of several values in a cell</source>
            <translation>Eine Zeile für jeden von mehreren Werten einer Zelle</translation>
        </message>
        <message>
            <source>Trim blanks</source>
            <translation>Leerzeichen entfernen</translation>
        </message>
        <message>
            <source>Take blanks off texts</source>
            <translation>Leerzeichen von Texten entfernen</translation>
        </message>
        <message>
            <source>Change case</source>
            <translation>Groß und klein schreiben</translation>
        </message>
        <message>
            <source>Write texts in small or capital letters</source>
            <translation>Texte in Klein- oder Großbuchstaben schreiben</translation>
        </message>
        <message>
            <source>Normalise Unicode</source>
            <translation>Unicode vereinheitlichen</translation>
        </message>
        <message>
            <source>One form for equal texts; accents off</source>
            <translation>Eine Form für gleiche Texte; ohne Akzente</translation>
        </message>
        <message>
            <source>Replace values</source>
            <translation>Werte ersetzen</translation>
        </message>
        <message>
            <source>Put other values in place of some</source>
            <translation>Andere Werte an die Stelle von einigen setzen</translation>
        </message>
        <message>
            <source>Replace by pattern</source>
            <translation>Nach Muster ersetzen</translation>
        </message>
        <message>
            <source>Replace what a regular expression finds</source>
            <translation>Ersetzen, was ein regulärer Ausdruck findet</translation>
        </message>
        <message>
            <source>Extract by pattern</source>
            <translation>Nach Muster herauslösen</translation>
        </message>
        <message>
            <source>New columns from what a regular expression finds</source>
            <translation>Neue Spalten aus dem, was ein regulärer Ausdruck findet</translation>
        </message>
        <message>
            <source>Read numbers</source>
            <translation>Zahlen lesen</translation>
        </message>
        <message>
            <source>Numbers with units, percent, currency and thousands marks</source>
            <translation>Zahlen mit Einheiten, Prozent, Währung und Tausenderzeichen</translation>
        </message>
        <message>
            <source>Read dates</source>
            <translation>Tage lesen</translation>
        </message>
        <message>
            <source>Dates and times in nearly any form</source>
            <translation>Tage und Zeiten in fast jeder Form</translation>
        </message>
        <message>
            <source>Merge spellings</source>
            <translation>Schreibweisen vereinen</translation>
        </message>
        <message>
            <source>Find spellings of the same and merge them</source>
            <translation>Schreibweisen desselben finden und vereinen</translation>
        </message>
        <message>
            <source>Repair by a key</source>
            <translation>Nach Schlüssel ausbessern</translation>
        </message>
        <message>
            <source>Mend values by what most rows with the same key say</source>
            <translation>Werte nach dem ausbessern, was die meisten Zeilen mit demselben Schlüssel sagen</translation>
        </message>
        <message>
            <source>Drop rows with gaps</source>
            <translation>Zeilen mit Lücken weglassen</translation>
        </message>
        <message>
            <source>Leave out rows in which values are missing</source>
            <translation>Zeilen weglassen, in denen Werte fehlen</translation>
        </message>
        <message>
            <source>Treat outliers</source>
            <translation>Ausreißer behandeln</translation>
        </message>
        <message>
            <source>Mark, clip or drop numbers far from the others</source>
            <translation>Zahlen weit weg von den anderen kennzeichnen, begrenzen oder weglassen</translation>
        </message>
        <message>
            <source>Drop similar rows</source>
            <translation>Ähnliche Zeilen weglassen</translation>
        </message>
        <message>
            <source>Keep the first of nearly equal rows</source>
            <translation>Die erste von fast gleichen Zeilen behalten</translation>
        </message>
        <message>
            <source>Sample rows</source>
            <translation>Stichprobe ziehen</translation>
        </message>
        <message>
            <source>Keep some rows, chosen at random</source>
            <translation>Einige zufällig gewählte Zeilen behalten</translation>
        </message>
        <message>
            <source>Rebalance classes</source>
            <translation>Klassen ausgleichen</translation>
        </message>
        <message>
            <source>Make classes equally frequent</source>
            <translation>Klassen gleich häufig machen</translation>
        </message>
        <message>
            <source>Group and aggregate</source>
            <translation>Gruppieren und zusammenfassen</translation>
        </message>
        <message>
            <source>One row for each group, with counts, sums, means…</source>
            <translation>Eine Zeile je Gruppe, mit Anzahl, Summe, Mittelwert…</translation>
        </message>
        <message>
            <source>Join another version</source>
            <translation>Andere Version verbinden</translation>
        </message>
        <message>
            <source>Bring in columns of another dataset by a key</source>
            <translation>Spalten eines anderen Datensatzes nach Schlüssel holen</translation>
        </message>
        <message>
            <source>Sort into ranges</source>
            <translation>In Bereiche einteilen</translation>
        </message>
        <message>
            <source>Numbers as ranges</source>
            <translation>Zahlen als Bereiche</translation>
        </message>
        <message>
            <source>Take dates apart</source>
            <translation>Tage zerlegen</translation>
        </message>
        <message>
            <source>Year, month, weekday… as columns</source>
            <translation>Jahr, Monat, Wochentag… als Spalten</translation>
        </message>
        <message>
            <source>Values of earlier rows</source>
            <translation>Werte früherer Zeilen</translation>
        </message>
        <message>
            <source>Bring in the value some rows back</source>
            <translation>Den Wert einige Zeilen zuvor holen</translation>
        </message>
        <message>
            <source>Rolling window</source>
            <translation>Gleitendes Fenster</translation>
        </message>
        <message>
            <source>Mean, sum… over the last rows</source>
            <translation>Mittelwert, Summe… über die letzten Zeilen</translation>
        </message>
        <message>
            <source>Number categories</source>
            <translation>Kategorien nummerieren</translation>
        </message>
        <message>
            <source>Categories as 0, 1, 2… in an order</source>
            <translation>Kategorien als 0, 1, 2… in einer Folge</translation>
        </message>
        <message>
            <source>Target encode</source>
            <translation>Nach Ziel kodieren</translation>
        </message>
        <message>
            <source>Categories as the mean of the target, out of fold</source>
            <translation>Kategorien als Mittelwert des Ziels, aus anderen Falten</translation>
        </message>
        <message>
            <source>Hash values</source>
            <translation>Werte hashen</translation>
        </message>
        <message>
            <source>Replace values by a keyed hash</source>
            <translation>Werte durch eine Streusumme mit Schlüssel ersetzen</translation>
        </message>
        <message>
            <source>Mask characters</source>
            <translation>Zeichen verdecken</translation>
        </message>
        <message>
            <source>Hide parts of values</source>
            <translation>Teile von Werten verbergen</translation>
        </message>
        <message>
            <source>Generalise values</source>
            <translation>Werte vergröbern</translation>
        </message>
        <message>
            <source>Ranges, years, beginnings instead of exact values</source>
            <translation>Bereiche, Jahre, Anfänge statt genauer Werte</translation>
        </message>
        <message>
            <source>Suppress rare rows</source>
            <translation>Seltene Zeilen unterdrücken</translation>
        </message>
        <message>
            <source>Drop rows that too few others are like (k-anonymity)</source>
            <translation>Zeilen weglassen, denen zu wenige gleichen (k-Anonymität)</translation>
        </message>
        <message>
            <source>Fill in: %1</source>
            <translation>Bitte ausfüllen: %1</translation>
        </message>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n Wert</numerusform>
                <numerusform>%n Werte</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TableView</name>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Export as CSV…</source>
            <translation>Als CSV exportieren…</translation>
        </message>
        <message>
            <source>Export as CSV</source>
            <translation>Als CSV exportieren</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>CSV-Dateien (*.csv)</translation>
        </message>
        <message>
            <source>Saved %1</source>
            <translation>%1 gespeichert</translation>
        </message>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1 konnte nicht geschrieben werden: %2</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ActivityPage</name>
        <message>
            <source>Activity</source>
            <translation>Aktivität</translation>
        </message>
        <message>
            <source>checking…</source>
            <translation>wird geprüft…</translation>
        </message>
        <message>
            <source>Search actions, objects, people…</source>
            <translation>Aktionen, Objekte, Personen suchen…</translation>
        </message>
        <message>
            <source>Check the project</source>
            <translation>Projekt prüfen</translation>
        </message>
        <message>
            <source>Audit trail</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Entry</source>
            <translation>Eintrag</translation>
        </message>
        <message>
            <source>Facts of the entry</source>
            <translation>Angaben zum Eintrag</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Deleted objects</source>
            <translation>Gelöschte Objekte</translation>
        </message>
        <message>
            <source>They come back under their names, with everything that belongs to them.</source>
            <translation>Sie kommen unter ihrem Namen zurück, mit allem, was dazugehört.</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>Der Papierkorb ist leer</translation>
        </message>
        <message>
            <source>Deleted datasets, runs, models and reports wait here until you bring them back.</source>
            <translation>Gelöschte Datensätze, Läufe, Modelle und Berichte warten hier, bis Sie sie zurückholen.</translation>
        </message>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n Eintrag</numerusform>
                <numerusform>%n Einträge</numerusform>
            </translation>
        </message>
        <message>
            <source>Trash (%1)</source>
            <translation>Papierkorb (%1)</translation>
        </message>
        <message>
            <source>entry %1</source>
            <translation>Eintrag %1</translation>
        </message>
        <message>
            <source>by %1 on %2 with %3</source>
            <translation>von %1 auf %2 mit %3</translation>
        </message>
        <message>
            <source>hash %1…</source>
            <translation>Hash %1…</translation>
        </message>
        <message>
            <source>(nothing)</source>
            <translation>(nichts)</translation>
        </message>
        <message>
            <source>chain verified</source>
            <translation>Kette geprüft</translation>
        </message>
        <message>
            <source>chain not verified</source>
            <translation>Kette nicht geprüft</translation>
        </message>
        <message>
            <source>The check was cancelled. “Check the project” does it again.</source>
            <translation>Die Prüfung wurde abgebrochen. „Projekt prüfen“ holt sie nach.</translation>
        </message>
        <message>
            <source>Verifying the audit trail</source>
            <translation>Protokoll wird geprüft</translation>
        </message>
        <message>
            <source>chain broken</source>
            <translation>Kette gebrochen</translation>
        </message>
        <message>
            <source>Every entry's hash fits the one before it.</source>
            <translation>Der Hash jedes Eintrags passt zum vorigen.</translation>
        </message>
        <message>
            <source>Checking the project</source>
            <translation>Projekt wird geprüft</translation>
        </message>
        <message>
            <source>The project is sound: database, audit chain and the checksum of every file are right.</source>
            <translation>Das Projekt ist in Ordnung: Datenbank, Protokollkette und die Prüfsumme jeder Datei stimmen.</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) found</source>
            <translation>
                <numerusform>%n Problem gefunden</numerusform>
                <numerusform>%n Probleme gefunden</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 is back</source>
            <translation>%1 ist wieder da</translation>
        </message>
        <message>
            <source>Show the trash</source>
            <translation>Papierkorb zeigen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::AnonymityView</name>
        <message>
            <source>Can people be recognised?</source>
            <translation>Sind Menschen erkennbar?</translation>
        </message>
        <message>
            <source>Back to the steps</source>
            <translation>Zurück zu den Schritten</translation>
        </message>
        <message>
            <source>Columns that somebody may know</source>
            <translation>Spalten, die jemand kennen kann</translation>
        </message>
        <message>
            <source>Age, postal code, sex: together they may stand for one person only.</source>
            <translation>Alter, Postleitzahl, Geschlecht: Zusammen stehen sie vielleicht nur für einen Menschen.</translation>
        </message>
        <message>
            <source>Columns that nobody should learn</source>
            <translation>Spalten, die niemand erfahren soll</translation>
        </message>
        <message>
            <source>So many rows at least must be alike in what somebody may know (k-anonymity).</source>
            <translation>So viele Zeilen müssen sich mindestens in dem gleichen, was jemand kennen kann (k-Anonymität).</translation>
        </message>
        <message>
            <source>So many different values at least must stand in the rows that are alike (l-diversity).</source>
            <translation>So viele verschiedene Werte müssen mindestens in den gleichen Zeilen stehen (l-Diversität).</translation>
        </message>
        <message>
            <source>Rows alike (k)</source>
            <translation>Gleiche Zeilen (k)</translation>
        </message>
        <message>
            <source>Sensitive values (l)</source>
            <translation>Heikle Werte (l)</translation>
        </message>
        <message>
            <source>As the steps of the recipe leave the rows</source>
            <translation>So, wie die Schritte des Rezepts die Zeilen hinterlassen</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Show the rows at risk</source>
            <translation>Gefährdete Zeilen zeigen</translation>
        </message>
        <message>
            <source>Groups at risk, the smallest first</source>
            <translation>Gefährdete Gruppen, die kleinste zuerst</translation>
        </message>
        <message>
            <source>Click a group to see its rows</source>
            <translation>Auf eine Gruppe klicken, um ihre Zeilen zu sehen</translation>
        </message>
        <message>
            <source>Drop these rows</source>
            <translation>Zeilen weglassen</translation>
        </message>
        <message>
            <source>Adds a step to the recipe that leaves out the rows at risk</source>
            <translation>Fügt dem Rezept einen Schritt hinzu, der die gefährdeten Zeilen weglässt</translation>
        </message>
        <message>
            <source>Conceal a column</source>
            <translation>Spalte verbergen</translation>
        </message>
        <message>
            <source>Adds a step to the recipe that makes a column coarser, masks it or hashes it</source>
            <translation>Fügt dem Rezept einen Schritt hinzu, der eine Spalte vergröbert, maskiert oder hasht</translation>
        </message>
        <message>
            <source>Make “%1” coarser</source>
            <translation>„%1“ vergröbern</translation>
        </message>
        <message>
            <source>Mask “%1”</source>
            <translation>„%1“ maskieren</translation>
        </message>
        <message>
            <source>Hash “%1” with a secret</source>
            <translation>„%1“ mit einem Geheimnis hashen</translation>
        </message>
        <message>
            <source>Tick a column that somebody may know.</source>
            <translation>Kreuzen Sie eine Spalte an, die jemand kennen kann.</translation>
        </message>
        <message>
            <source>Check anonymity</source>
            <translation>Anonymität prüfen</translation>
        </message>
        <message>
            <source>Nobody stands out.</source>
            <translation>Niemand sticht heraus.</translation>
        </message>
        <message>
            <source>%1 of %2 rows can be told apart.</source>
            <translation>%1 von %2 Zeilen sind unterscheidbar.</translation>
        </message>
        <message>
            <source>%1 groups, the smallest of %2 rows (k = %2)</source>
            <translation>%1 Gruppen, die kleinste mit %2 Zeilen (k = %2)</translation>
        </message>
        <message>
            <source>at least %1 sensitive values in each (l = %1)</source>
            <translation>in jeder mindestens %1 heikle Werte (l = %1)</translation>
        </message>
        <message>
            <source>%1 groups at risk</source>
            <translation>%1 Gruppen gefährdet</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <source>%1 rows alike</source>
            <translation>%1 gleiche Zeilen</translation>
        </message>
        <message>
            <source>%1 rows alike with %2 sensitive values</source>
            <translation>%1 gleiche Zeilen mit %2 heiklen Werten</translation>
        </message>
        <message>
            <source>Find the rows at risk</source>
            <translation>Gefährdete Zeilen suchen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::AuditModel</name>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>Wer</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>Programm</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::BarChart</name>
        <message>
            <source>No values</source>
            <translation>Keine Werte</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ColumnDetail</name>
        <message>
            <source>%1: p = %2; drift when p is at most %3.</source>
            <translation>%1: p = %2; Drift, wenn p höchstens %3 ist.</translation>
        </message>
        <message>
            <source>%1: distance %2; drift from %3.</source>
            <translation>%1: Abstand %2; Drift ab %3.</translation>
        </message>
        <message>
            <source>New categories: %1.</source>
            <translation>Neue Kategorien: %1.</translation>
        </message>
        <message>
            <source>Statistics</source>
            <translation>Kennzahlen</translation>
        </message>
        <message>
            <source>Statistic</source>
            <translation>Kennzahl</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <source>Current</source>
            <translation>Aktuell</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::PairsField</name>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ColumnPairsField</name>
        <message>
            <source>Add a column</source>
            <translation>Spalte hinzufügen</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>New name</source>
            <translation>Neuer Name</translation>
        </message>
        <message>
            <source>New type</source>
            <translation>Neuer Typ</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ColumnsField</name>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>There is no column of this name before this step.</source>
            <translation>Vor diesem Schritt gibt es keine Spalte dieses Namens.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::BackButton</name>
        <message>
            <source>Back to the data</source>
            <translation>Zurück zu den Daten</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::CommandPalette</name>
        <message>
            <source>Go to a page, open a dataset, run or model, do something…</source>
            <translation>Seite aufrufen, Datensatz, Lauf oder Modell öffnen, etwas tun…</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Matching commands</source>
            <translation>Passende Befehle</translation>
        </message>
        <message>
            <source>Nothing matches</source>
            <translation>Nichts passt</translation>
        </message>
        <message>
            <source>A few letters of a page, a dataset, a run, a model or something to do are enough, in their order.</source>
            <translation>Einige Buchstaben einer Seite, eines Datensatzes, eines Laufs, eines Modells oder eines Befehls genügen, in ihrer Reihenfolge.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::CompareView</name>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Only what differs</source>
            <translation>Nur Unterschiede</translation>
        </message>
        <message>
            <source>Close comparison</source>
            <translation>Vergleich schließen</translation>
        </message>
        <message>
            <source>Metrics and parameters of the compared runs</source>
            <translation>Metriken und Parameter der verglichenen Läufe</translation>
        </message>
        <message numerus="yes">
            <source>%n runs; the best value of each metric is marked</source>
            <translation>
                <numerusform>%n Lauf; der beste Wert jeder Metrik ist markiert</numerusform>
                <numerusform>%n Läufe; der beste Wert jeder Metrik ist markiert</numerusform>
            </translation>
        </message>
        <message>
            <source>Best of the compared runs: %1</source>
            <translation>Bester Wert der verglichenen Läufe: %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DataGrid</name>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Go to row</source>
            <translation>Zu Zeile</translation>
        </message>
        <message>
            <source>Go to row…</source>
            <translation>Zu Zeile…</translation>
        </message>
        <message>
            <source>Row number…</source>
            <translation>Zeilennummer…</translation>
        </message>
        <message>
            <source>The number at the left of the row; #5 is the fifth row in this order</source>
            <translation>Die Nummer links neben der Zeile; #5 ist die fünfte Zeile in dieser Reihenfolge</translation>
        </message>
        <message>
            <source>Row %1 is not shown</source>
            <translation>Zeile %1 wird nicht gezeigt</translation>
        </message>
        <message>
            <source>No rows</source>
            <translation>Keine Zeilen</translation>
        </message>
        <message>
            <source>%1 rows, %2 columns</source>
            <translation>%1 Zeilen, %2 Spalten</translation>
        </message>
        <message>
            <source>not loaded yet</source>
            <translation>noch nicht geladen</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <source>Row %1 of %2, column %3: %4</source>
            <translation>Zeile %1 von %2, Spalte %3: %4</translation>
        </message>
        <message>
            <source>%1 cells are too many for the clipboard (at most %2). Export the version instead.</source>
            <translation>%1 Zellen sind zu viele für die Zwischenablage (höchstens %2). Exportieren Sie stattdessen die Version.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Fit column width</source>
            <translation>Spaltenbreite anpassen</translation>
        </message>
        <message>
            <source>Unpin column</source>
            <translation>Spalte lösen</translation>
        </message>
        <message>
            <source>Pin column</source>
            <translation>Spalte anheften</translation>
        </message>
        <message>
            <source>Hide column</source>
            <translation>Spalte ausblenden</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DatasetList</name>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>%1 rows × %2 columns</source>
            <translation>%1 Zeilen × %2 Spalten</translation>
        </message>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n Version</numerusform>
                <numerusform>%n Versionen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1
Latest version made %2</source>
            <translation>%1
Neueste Version: %2</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DatasetWatches</name>
        <message>
            <source>Watch %1</source>
            <translation>%1 beobachten</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DatasetsPage</name>
        <message>
            <source>Fetch %1</source>
            <translation>%1 holen</translation>
        </message>
        <message>
            <source>Pictures or texts, in a folder for each class</source>
            <translation>Bilder oder Texte, in einem Ordner je Klasse</translation>
        </message>
        <message>
            <source>Watching</source>
            <translation>Beobachtet</translation>
        </message>
        <message>
            <source>Watch</source>
            <translation>Beobachten</translation>
        </message>
        <message>
            <source>%1 is watched while this project is open: what changes becomes a version. Click to stop.</source>
            <translation>%1 wird beobachtet, solange dieses Projekt offen ist: Was sich ändert, wird eine Version. Klicken beendet es.</translation>
        </message>
        <message>
            <source>Watch %1 again</source>
            <translation>%1 wieder beobachten</translation>
        </message>
        <message>
            <source>%1 changed, and no version was made of it.</source>
            <translation>%1 hat sich geändert, und daraus wurde keine Version.</translation>
        </message>
        <message>
            <source>%1 changed and became %2.</source>
            <translation>%1 hat sich geändert und wurde zu %2.</translation>
        </message>
        <message>
            <source>Show it</source>
            <translation>Anzeigen</translation>
        </message>
        <message>
            <source>Import a file</source>
            <translation>Datei importieren</translation>
        </message>
        <message>
            <source>All files (*);;Tables as text (*.csv *.tsv *.txt *.dat *.data *.gz *.zst *.bz2 *.zip)</source>
            <translation>Alle Dateien (*);;Tabellen als Text (*.csv *.tsv *.txt *.dat *.data *.gz *.zst *.bz2 *.zip)</translation>
        </message>
        <message>
            <source>The project is open for reading only.</source>
            <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
        </message>
        <message>
            <source>Close the other window that holds it, and open it again.</source>
            <translation>Schließen Sie das andere Fenster, das es hält, und öffnen Sie es erneut.</translation>
        </message>
        <message>
            <source>An import is running. Wait for its end or cancel it first.</source>
            <translation>Ein Import läuft. Warten Sie auf sein Ende oder brechen Sie ihn ab.</translation>
        </message>
        <message>
            <source>%1 rows × %2 columns</source>
            <translation>%1 Zeilen × %2 Spalten</translation>
        </message>
        <message>
            <source>Imported %1: %2.</source>
            <translation>%1 importiert: %2.</translation>
        </message>
        <message>
            <source>Imported %1: %2. %3 rows did not fit and were kept apart.</source>
            <translation>%1 importiert: %2. %3 Zeilen passten nicht und wurden beiseitegelegt.</translation>
        </message>
        <message>
            <source>Show rejected rows</source>
            <translation>Abgelehnte Zeilen zeigen</translation>
        </message>
        <message>
            <source>The profile was cancelled.</source>
            <translation>Das Profil wurde abgebrochen.</translation>
        </message>
        <message>
            <source>Profile %1</source>
            <translation>Profil von %1</translation>
        </message>
        <message>
            <source>Apply the recipe to %1</source>
            <translation>Rezept auf %1 anwenden</translation>
        </message>
        <message>
            <source>The recipe changes nothing in %1.</source>
            <translation>Das Rezept ändert nichts an %1.</translation>
        </message>
        <message>
            <source>Made %1 from %2: %3 rows × %4 columns, %5 cells changed.</source>
            <translation>%1 aus %2 erstellt: %3 Zeilen × %4 Spalten, %5 Zellen geändert.</translation>
        </message>
        <message>
            <source>Export the version</source>
            <translation>Version exportieren</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>%1 exportieren</translation>
        </message>
        <message>
            <source>Exported to %1</source>
            <translation>Nach %1 exportiert</translation>
        </message>
        <message>
            <source>“%1” was moved to the trash</source>
            <translation>„%1“ liegt im Papierkorb</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Drop a file or folder to import it</source>
            <translation>Datei oder Ordner zum Importieren ablegen</translation>
        </message>
        <message>
            <source>Search datasets…</source>
            <translation>Datensätze suchen…</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>No data yet</source>
            <translation>Noch keine Daten</translation>
        </message>
        <message>
            <source>Import a table of any size and format: types, dates and missing values are found out, and every row that does not fit is kept with the reason.</source>
            <translation>Importieren Sie eine Tabelle beliebiger Größe und Art: Typen, Daten und fehlende Werte werden erkannt, und jede Zeile, die nicht passt, wird mit dem Grund aufbewahrt.</translation>
        </message>
        <message>
            <source>Or open the weather sample</source>
            <translation>Oder das Wetterbeispiel öffnen</translation>
        </message>
        <message>
            <source>preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <source>The rows as the recipe would leave them. Nothing is changed until it is applied.</source>
            <translation>Die Zeilen, wie das Rezept sie hinterlässt. Nichts ändert sich, bis es angewendet wird.</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Copied %1 cells</source>
            <translation>%1 Zellen kopiert</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>Run “lathe project check” to see what is damaged.</source>
            <translation>„lathe project check“ zeigt, was beschädigt ist.</translation>
        </message>
        <message>
            <source>Profile</source>
            <translation>Profil</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Rezept</translation>
        </message>
        <message>
            <source>Versions</source>
            <translation>Versionen</translation>
        </message>
        <message>
            <source>Import a file…</source>
            <translation>Datei importieren…</translation>
        </message>
        <message>
            <source>Go to row…</source>
            <translation>Zu Zeile…</translation>
        </message>
        <message>
            <source>Edit the recipe</source>
            <translation>Rezept bearbeiten</translation>
        </message>
        <message>
            <source>Export this version…</source>
            <translation>Diese Version exportieren…</translation>
        </message>
        <message numerus="yes">
            <source>%n dataset(s)</source>
            <translation>
                <numerusform>%n Datensatz</numerusform>
                <numerusform>%n Datensätze</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n Version</numerusform>
                <numerusform>%n Versionen</numerusform>
            </translation>
        </message>
        <message>
            <source>Rows of %1</source>
            <translation>Zeilen von %1</translation>
        </message>
        <message>
            <source>Version %1 (latest)</source>
            <translation>Version %1 (neueste)</translation>
        </message>
        <message>
            <source>Version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>Compare versions…</source>
            <translation>Versionen vergleichen…</translation>
        </message>
        <message>
            <source>Show the lineage</source>
            <translation>Herkunft zeigen</translation>
        </message>
        <message>
            <source>Clean up the project…</source>
            <translation>Projekt aufräumen…</translation>
        </message>
        <message>
            <source>Nothing to clean up: everything in the project can be reached.</source>
            <translation>Nichts aufzuräumen: Alles im Projekt ist erreichbar.</translation>
        </message>
        <message numerus="yes">
            <source>%1 can be freed: %n thing(s) nobody can reach</source>
            <translation>
                <numerusform>%1 können frei werden: %n Ding, das niemand erreichen kann</numerusform>
                <numerusform>%1 können frei werden: %n Dinge, die niemand erreichen kann</numerusform>
            </translation>
        </message>
        <message>
            <source>Remove for good</source>
            <translation>Endgültig entfernen</translation>
        </message>
        <message>
            <source>Clean up the project</source>
            <translation>Projekt aufräumen</translation>
        </message>
        <message>
            <source>%1 freed</source>
            <translation>%1 frei geworden</translation>
        </message>
        <message>
            <source>Wrote %1 rows to %2</source>
            <translation>%1 Zeilen in %2 geschrieben</translation>
        </message>
        <message>
            <source>Import a folder</source>
            <translation>Ordner importieren</translation>
        </message>
        <message>
            <source>Import a folder of pictures or texts…</source>
            <translation>Ordner mit Bildern oder Texten importieren…</translation>
        </message>
        <message>
            <source>Import a folder of pictures or texts</source>
            <translation>Ordner mit Bildern oder Texten importieren</translation>
        </message>
        <message>
            <source>Import %1</source>
            <translation>%1 importieren</translation>
        </message>
        <message>
            <source>Made %1</source>
            <translation>%1 angelegt</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Show pictures instead of rows</source>
            <translation>Bilder statt Zeilen zeigen</translation>
        </message>
        <message>
            <source>Show all rows again</source>
            <translation>Wieder alle Zeilen zeigen</translation>
        </message>
        <message>
            <source>Checks</source>
            <translation>Prüfungen</translation>
        </message>
        <message>
            <source>Run the checks</source>
            <translation>Prüfungen ausführen</translation>
        </message>
        <message>
            <source>Infer checks from this version</source>
            <translation>Prüfungen aus dieser Version ableiten</translation>
        </message>
        <message>
            <source>failing rows</source>
            <translation>auffällige Zeilen</translation>
        </message>
        <message>
            <source>%1 rows that fail “%2”</source>
            <translation>%1 Zeilen verletzen „%2“</translation>
        </message>
        <message>
            <source>the first %1 rows that fail “%2”</source>
            <translation>die ersten %1 Zeilen, die „%2“ verletzen</translation>
        </message>
        <message>
            <source>Find labels that are probably wrong</source>
            <translation>Wahrscheinlich falsche Labels finden</translation>
        </message>
        <message>
            <source>Find labels that are probably wrong…</source>
            <translation>Wahrscheinlich falsche Labels finden…</translation>
        </message>
        <message>
            <source>Give the rows the whole width</source>
            <translation>Den Zeilen die ganze Breite geben</translation>
        </message>
        <message>
            <source>Tracked files</source>
            <translation>Verfolgte Dateien</translation>
        </message>
        <message>
            <source>Tracked files…</source>
            <translation>Verfolgte Dateien…</translation>
        </message>
        <message>
            <source>Check whether people can be recognised</source>
            <translation>Prüfen, ob Menschen erkennbar sind</translation>
        </message>
        <message>
            <source>Train a model on this version</source>
            <translation>Ein Modell mit dieser Version trainieren</translation>
        </message>
        <message>
            <source>Look for what can be cleaned up</source>
            <translation>Nachsehen, was aufgeräumt werden kann</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DeploymentDetail</name>
        <message>
            <source>Show model</source>
            <translation>Modell zeigen</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>not running; %1 rows were logged</source>
            <translation>läuft nicht; %1 Zeilen wurden protokolliert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DriftForm</name>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <source>Current</source>
            <translation>Aktuell</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Its quality on both sides is reported when both hold the target.</source>
            <translation>Seine Güte auf beiden Seiten wird berichtet, wenn beide die Zielgröße enthalten.</translation>
        </message>
        <message>
            <source>Tests and thresholds</source>
            <translation>Tests und Schwellen</translation>
        </message>
        <message>
            <source>Pick two different sides</source>
            <translation>Wählen Sie zwei verschiedene Seiten</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DriftModel</name>
        <message>
            <source>not tested</source>
            <translation>nicht geprüft</translation>
        </message>
        <message>
            <source>drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>stable</source>
            <translation>stabil</translation>
        </message>
        <message>
            <source>target</source>
            <translation>Zielgröße</translation>
        </message>
        <message>
            <source>prediction</source>
            <translation>Vorhersage</translation>
        </message>
        <message>
            <source>feature</source>
            <translation>Merkmal</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>Rolle</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Test</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>Fehlend</translation>
        </message>
        <message>
            <source>Energy distance</source>
            <translation>Energieabstand</translation>
        </message>
        <message>
            <source>Total variation</source>
            <translation>Totalvariation</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DriftPage</name>
        <message>
            <source>Drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>Export report</source>
            <translation>Bericht exportieren</translation>
        </message>
        <message>
            <source>Nothing compared yet</source>
            <translation>Noch nichts verglichen</translation>
        </message>
        <message>
            <source>Pick the rows a model learned from and the rows it meets now, and see column by column what changed.</source>
            <translation>Wählen Sie die Zeilen, aus denen ein Modell gelernt hat, und die, denen es jetzt begegnet, und sehen Sie Spalte für Spalte, was sich geändert hat.</translation>
        </message>
        <message>
            <source>Reports</source>
            <translation>Berichte</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>Compared</source>
            <translation>Verglichen</translation>
        </message>
        <message numerus="yes">
            <source>%n reports</source>
            <translation>
                <numerusform>%n Bericht</numerusform>
                <numerusform>%n Berichte</numerusform>
            </translation>
        </message>
        <message>
            <source>drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>stable</source>
            <translation>stabil</translation>
        </message>
        <message>
            <source>Comparing %1 with %2</source>
            <translation>%1 wird mit %2 verglichen</translation>
        </message>
        <message>
            <source>HTML page (*.html);;JSON (*.json)</source>
            <translation>HTML-Seite (*.html);;JSON (*.json)</translation>
        </message>
        <message>
            <source>The report is in %1.</source>
            <translation>Der Bericht liegt in %1.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DriftResultView</name>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Columns drifted</source>
            <translation>Spalten mit Drift</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Zielgröße</translation>
        </message>
        <message>
            <source>Model quality</source>
            <translation>Modellgüte</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>the data drifted.</source>
            <translation>Die Daten driften.</translation>
        </message>
        <message>
            <source>no dataset drift.</source>
            <translation>Keine Drift des Datensatzes.</translation>
        </message>
        <message>
            <source>The label drifted.</source>
            <translation>Die Zielgröße driftet.</translation>
        </message>
        <message>
            <source>What the target means has changed; check the labels before you retrain.</source>
            <translation>Was die Zielgröße bedeutet, hat sich geändert; prüfen Sie ihre Werte, bevor Sie neu trainieren.</translation>
        </message>
        <message>
            <source>drift from %1</source>
            <translation>Drift ab %1</translation>
        </message>
        <message>
            <source>drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>stable</source>
            <translation>stabil</translation>
        </message>
        <message>
            <source>reference %1</source>
            <translation>Referenz %1</translation>
        </message>
        <message>
            <source>RMSE</source>
            <translation>RMSE</translation>
        </message>
        <message>
            <source>Accuracy</source>
            <translation>Genauigkeit</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ExportChoice</name>
        <message>
            <source>CSV</source>
            <translation>CSV</translation>
        </message>
        <message>
            <source>Tab-separated values</source>
            <translation>Tabulatorgetrennte Werte</translation>
        </message>
        <message>
            <source>JSON array</source>
            <translation>JSON-Array</translation>
        </message>
        <message>
            <source>JSON lines</source>
            <translation>JSON-Zeilen</translation>
        </message>
        <message>
            <source>ARFF (Weka)</source>
            <translation>ARFF (Weka)</translation>
        </message>
        <message>
            <source>SQLite database</source>
            <translation>SQLite-Datenbank</translation>
        </message>
        <message>
            <source>HDF5</source>
            <translation>HDF5</translation>
        </message>
        <message>
            <source>NumPy arrays</source>
            <translation>NumPy-Arrays</translation>
        </message>
        <message>
            <source>Parquet</source>
            <translation>Parquet</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ExpressionField</name>
        <message>
            <source>Expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <source>This is a value, not a condition: compare it with something.</source>
            <translation>Das ist ein Wert, keine Bedingung: Vergleichen Sie ihn mit etwas.</translation>
        </message>
        <message>
            <source>Gives: %1</source>
            <translation>Ergibt: %1</translation>
        </message>
        <message>
            <source>Ctrl+Space lists columns and functions. Names with blanks go in `backquotes`.</source>
            <translation>Strg+Leertaste zeigt Spalten und Funktionen. Namen mit Leerzeichen stehen in `Gravis`.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::FilterBar</name>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Add a filter</source>
            <translation>Filter hinzufügen</translation>
        </message>
        <message>
            <source>Show only some of the rows (Ctrl+Shift+F)</source>
            <translation>Nur manche Zeilen zeigen (Strg+Umschalt+F)</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Leeren</translation>
        </message>
        <message>
            <source>Remove all filters</source>
            <translation>Alle Filter entfernen</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Filter: %1</source>
            <translation>Filter: %1</translation>
        </message>
        <message>
            <source>%1. Click to change it.</source>
            <translation>%1. Zum Ändern klicken.</translation>
        </message>
        <message>
            <source>Remove filter: %1</source>
            <translation>Filter entfernen: %1</translation>
        </message>
        <message>
            <source>%1 rows</source>
            <translation>%1 Zeilen</translation>
        </message>
        <message>
            <source>%1 of %2 rows</source>
            <translation>%1 von %2 Zeilen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::FilterEditor</name>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Kind of filter</source>
            <translation>Art des Filters</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>Fehlend</translation>
        </message>
        <message>
            <source>Duplicates</source>
            <translation>Duplikate</translation>
        </message>
        <message>
            <source>Expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <source>Search values…</source>
            <translation>Werte suchen…</translation>
        </message>
        <message>
            <source>All but these</source>
            <translation>Alle außer diesen</translation>
        </message>
        <message>
            <source>Rows by value</source>
            <translation>Zeilen nach Wert</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>To</source>
            <translation>Bis</translation>
        </message>
        <message>
            <source>Text in the cell…</source>
            <translation>Text in der Zelle…</translation>
        </message>
        <message>
            <source>Regular expression</source>
            <translation>Regulärer Ausdruck</translation>
        </message>
        <message>
            <source>Capital and small letters differ</source>
            <translation>Groß- und Kleinschreibung beachten</translation>
        </message>
        <message>
            <source>Whole cell</source>
            <translation>Ganze Zelle</translation>
        </message>
        <message>
            <source>Rows without it</source>
            <translation>Zeilen ohne ihn</translation>
        </message>
        <message>
            <source>Missing values</source>
            <translation>Fehlende Werte</translation>
        </message>
        <message>
            <source>Rows where the value is missing</source>
            <translation>Zeilen, in denen der Wert fehlt</translation>
        </message>
        <message>
            <source>Rows with a value</source>
            <translation>Zeilen mit einem Wert</translation>
        </message>
        <message>
            <source>All rows that have an equal</source>
            <translation>Alle Zeilen, die eine gleiche haben</translation>
        </message>
        <message>
            <source>Repeats, without the first</source>
            <translation>Wiederholungen ohne die erste</translation>
        </message>
        <message>
            <source>Rows without an equal</source>
            <translation>Zeilen ohne eine gleiche</translation>
        </message>
        <message>
            <source>Equal in these columns (none: in all)</source>
            <translation>Gleich in diesen Spalten (keine: in allen)</translation>
        </message>
        <message>
            <source>Columns to compare</source>
            <translation>Zu vergleichende Spalten</translation>
        </message>
        <message>
            <source>Any column</source>
            <translation>Beliebige Spalte</translation>
        </message>
        <message>
            <source>Add a filter</source>
            <translation>Filter hinzufügen</translation>
        </message>
        <message>
            <source>Change a filter</source>
            <translation>Filter ändern</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Wird gezählt…</translation>
        </message>
        <message>
            <source>Count values of %1</source>
            <translation>Werte von %1 zählen</translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>(leer)</translation>
        </message>
        <message>
            <source>(missing)</source>
            <translation>(fehlend)</translation>
        </message>
        <message>
            <source>The %1 most frequent of %2 values</source>
            <translation>Die %1 häufigsten von %2 Werten</translation>
        </message>
        <message>
            <source>%1 values</source>
            <translation>%1 Werte</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>No values</source>
            <translation>Keine Werte</translation>
        </message>
        <message>
            <source>%1 … %2, %3 missing</source>
            <translation>%1 … %2, %3 fehlen</translation>
        </message>
        <message>
            <source>“%1” cannot be read as a value of the column.</source>
            <translation>„%1“ kann nicht als Wert der Spalte gelesen werden.</translation>
        </message>
        <message>
            <source>Choose at least one value.</source>
            <translation>Wählen Sie mindestens einen Wert.</translation>
        </message>
        <message>
            <source>Choose a column.</source>
            <translation>Wählen Sie eine Spalte.</translation>
        </message>
        <message>
            <source>Type where the range begins or ends, or choose bars.</source>
            <translation>Geben Sie ein, wo der Bereich beginnt oder endet, oder wählen Sie Balken.</translation>
        </message>
        <message>
            <source>Drag over the bars, or type the limits.</source>
            <translation>Ziehen Sie über die Balken, oder geben Sie die Grenzen ein.</translation>
        </message>
        <message>
            <source>Type the text to look for.</source>
            <translation>Geben Sie den gesuchten Text ein.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::FindBar</name>
        <message>
            <source>Return or F3 finds it</source>
            <translation>Eingabetaste oder F3 sucht</translation>
        </message>
        <message>
            <source>Find in cells</source>
            <translation>In Zellen suchen</translation>
        </message>
        <message>
            <source>Find in cells…</source>
            <translation>In Zellen suchen…</translation>
        </message>
        <message>
            <source>Capital and small letters differ</source>
            <translation>Groß- und Kleinschreibung beachten</translation>
        </message>
        <message>
            <source>Regular expression</source>
            <translation>Regulärer Ausdruck</translation>
        </message>
        <message>
            <source>Whole cell</source>
            <translation>Ganze Zelle</translation>
        </message>
        <message>
            <source>Previous match (Shift+F3)</source>
            <translation>Voriger Treffer (Umschalt+F3)</translation>
        </message>
        <message>
            <source>Next match (F3)</source>
            <translation>Nächster Treffer (F3)</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Searching…</source>
            <translation>Wird gesucht…</translation>
        </message>
        <message>
            <source>Find “%1”</source>
            <translation>„%1“ suchen</translation>
        </message>
        <message>
            <source>No match</source>
            <translation>Kein Treffer</translation>
        </message>
        <message>
            <source>Count “%1”</source>
            <translation>„%1“ zählen</translation>
        </message>
        <message>
            <source>Counting matches…</source>
            <translation>Treffer werden gezählt…</translation>
        </message>
        <message>
            <source>%1 of %2 rows with a match</source>
            <translation>%1 von %2 Zeilen mit Treffer</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::GridHeader</name>
        <message>
            <source>new</source>
            <translation>neu</translation>
        </message>
        <message>
            <source>Click the name to sort, with Shift by several columns.</source>
            <translation>Ein Klick auf den Namen sortiert, mit Umschalt nach mehreren Spalten.</translation>
        </message>
        <message>
            <source>Click the bar to filter: %1</source>
            <translation>Ein Klick auf den Balken filtert: %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::GridQuery</name>
        <message>
            <source>Filter rows</source>
            <translation>Zeilen filtern</translation>
        </message>
        <message>
            <source>Sort rows</source>
            <translation>Zeilen sortieren</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::GridView</name>
        <message>
            <source>Find in cells (Ctrl+F)</source>
            <translation>In Zellen suchen (Strg+F)</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Group rows</source>
            <translation>Zeilen gruppieren</translation>
        </message>
        <message>
            <source>Export these rows</source>
            <translation>Diese Zeilen exportieren</translation>
        </message>
        <message>
            <source>Export rows</source>
            <translation>Zeilen exportieren</translation>
        </message>
        <message>
            <source>Show all columns</source>
            <translation>Alle Spalten zeigen</translation>
        </message>
        <message>
            <source>Sort ascending</source>
            <translation>Aufsteigend sortieren</translation>
        </message>
        <message>
            <source>Sort descending</source>
            <translation>Absteigend sortieren</translation>
        </message>
        <message>
            <source>Order of the data</source>
            <translation>Reihenfolge der Daten</translation>
        </message>
        <message>
            <source>Filter…</source>
            <translation>Filtern…</translation>
        </message>
        <message>
            <source>Unpin column</source>
            <translation>Spalte lösen</translation>
        </message>
        <message>
            <source>Pin column</source>
            <translation>Spalte anheften</translation>
        </message>
        <message>
            <source>Hide column</source>
            <translation>Spalte ausblenden</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Filter rows…</source>
            <translation>Zeilen filtern…</translation>
        </message>
        <message>
            <source>Find in cells…</source>
            <translation>In Zellen suchen…</translation>
        </message>
        <message>
            <source>Sort by the current column</source>
            <translation>Nach der aktuellen Spalte sortieren</translation>
        </message>
        <message>
            <source>Group rows…</source>
            <translation>Zeilen gruppieren…</translation>
        </message>
        <message>
            <source>Export these rows…</source>
            <translation>Diese Zeilen exportieren…</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::GroupSheet</name>
        <message>
            <source>Group rows</source>
            <translation>Zeilen gruppieren</translation>
        </message>
        <message>
            <source>Summarise</source>
            <translation>Zusammenfassen</translation>
        </message>
        <message>
            <source>Group by</source>
            <translation>Gruppieren nach</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>Maß</translation>
        </message>
        <message>
            <source>count</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlend</translation>
        </message>
        <message>
            <source>distinct</source>
            <translation>verschiedene</translation>
        </message>
        <message>
            <source>min</source>
            <translation>Minimum</translation>
        </message>
        <message>
            <source>max</source>
            <translation>Maximum</translation>
        </message>
        <message>
            <source>sum</source>
            <translation>Summe</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>Mittelwert</translation>
        </message>
        <message>
            <source>std</source>
            <translation>Standardabweichung</translation>
        </message>
        <message>
            <source>median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>Column to measure</source>
            <translation>Zu messende Spalte</translation>
        </message>
        <message>
            <source>Add the measure</source>
            <translation>Maß hinzufügen</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Measures; press Delete to remove one</source>
            <translation>Maße; Entf entfernt eines</translation>
        </message>
        <message>
            <source>Remove the measure</source>
            <translation>Maß entfernen</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>Export the groups as CSV</source>
            <translation>Gruppen als CSV exportieren</translation>
        </message>
        <message>
            <source>groups</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>The rows have changed since; summarise again.</source>
            <translation>Die Zeilen haben sich seither geändert; fassen Sie erneut zusammen.</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Wird gezählt…</translation>
        </message>
        <message>
            <source>The first %1 of %2 groups</source>
            <translation>Die ersten %1 von %2 Gruppen</translation>
        </message>
        <message>
            <source>%1 groups</source>
            <translation>%1 Gruppen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::HelpSheet</name>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Keyboard</source>
            <translation>Tastatur</translation>
        </message>
        <message>
            <source>Find any command, page, dataset, run or model</source>
            <translation>Jeden Befehl, jede Seite, jeden Datensatz, Lauf oder jedes Modell finden</translation>
        </message>
        <message>
            <source>Ctrl+1 … Ctrl+7</source>
            <translation>Strg+1 … Strg+7</translation>
        </message>
        <message>
            <source>Go to a page</source>
            <translation>Zu einer Seite gehen</translation>
        </message>
        <message>
            <source>Search in the page</source>
            <translation>Auf der Seite suchen</translation>
        </message>
        <message>
            <source>Refresh the page</source>
            <translation>Seite neu laden</translation>
        </message>
        <message>
            <source>Copy the selected rows of a table</source>
            <translation>Gewählte Zeilen einer Tabelle kopieren</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Show or hide this help</source>
            <translation>Diese Hilfe zeigen oder ausblenden</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Close a panel, clear a search</source>
            <translation>Ein Feld schließen, eine Suche leeren</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>Wheel, + −</source>
            <translation>Rad, + −</translation>
        </message>
        <message>
            <source>Zoom in and out</source>
            <translation>Vergrößern und verkleinern</translation>
        </message>
        <message>
            <source>Drag, ← →</source>
            <translation>Ziehen, ← →</translation>
        </message>
        <message>
            <source>Move along the curve</source>
            <translation>Entlang der Kurve bewegen</translation>
        </message>
        <message>
            <source>Double click, 0</source>
            <translation>Doppelklick, 0</translation>
        </message>
        <message>
            <source>Show all again</source>
            <translation>Wieder alles zeigen</translation>
        </message>
        <message>
            <source>Without the window</source>
            <translation>Ohne das Fenster</translation>
        </message>
        <message>
            <source>Everything here can be done from a terminal too: “lathe --help” lists the commands, and “lathe --batch FILE” runs a whole pipeline.</source>
            <translation>Alles hier geht auch im Terminal: „lathe --help“ nennt die Befehle, und „lathe --batch DATEI“ führt eine ganze Pipeline aus.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::HistogramChart</name>
        <message>
            <source>%1: %2 values, most between %3 and %4</source>
            <translation>%1: %2 Werte, die meisten zwischen %3 und %4</translation>
        </message>
        <message>
            <source>No values</source>
            <translation>Keine Werte</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 bis %2</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImportColumnForm</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>day month year</source>
            <translation>Tag Monat Jahr</translation>
        </message>
        <message>
            <source>month day year</source>
            <translation>Monat Tag Jahr</translation>
        </message>
        <message>
            <source>year month day</source>
            <translation>Jahr Monat Tag</translation>
        </message>
        <message>
            <source>The order of the parts, or a pattern such as %d.%m.%Y %H:%M</source>
            <translation>Die Reihenfolge der Teile oder ein Muster wie %d.%m.%Y %H:%M</translation>
        </message>
        <message>
            <source>point .</source>
            <translation>Punkt .</translation>
        </message>
        <message>
            <source>comma ,</source>
            <translation>Komma ,</translation>
        </message>
        <message>
            <source>Dates are written</source>
            <translation>Schreibweise von Daten</translation>
        </message>
        <message>
            <source>Decimal mark</source>
            <translation>Dezimalzeichen</translation>
        </message>
        <message>
            <source>as of the file</source>
            <translation>wie die Datei</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Auslassen</translation>
        </message>
        <message>
            <source>Do not import this column</source>
            <translation>Diese Spalte nicht importieren</translation>
        </message>
        <message>
            <source>Missing values</source>
            <translation>Fehlende Werte</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Columns left out</source>
            <translation>Ausgelassene Spalten</translation>
        </message>
        <message>
            <source>Column %1: %2</source>
            <translation>Spalte %1: %2</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <comment>type and how it is written</comment>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>Detected</source>
            <translation>Erkannt</translation>
        </message>
        <message>
            <source>Detected: %1</source>
            <translation>Erkannt: %1</translation>
        </message>
        <message>
            <source>Bring one back…</source>
            <translation>Eine zurückholen …</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImportForm</name>
        <message>
            <source>Detected</source>
            <translation>Erkannt</translation>
        </message>
        <message>
            <source>Detected: %1</source>
            <translation>Erkannt: %1</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>Table or dataset</source>
            <translation>Tabelle oder Datensatz</translation>
        </message>
        <message>
            <source>File in the archive</source>
            <translation>Datei im Archiv</translation>
        </message>
        <message>
            <source>comma ,</source>
            <translation>Komma ,</translation>
        </message>
        <message>
            <source>semicolon ;</source>
            <translation>Semikolon ;</translation>
        </message>
        <message>
            <source>tab</source>
            <translation>Tabulator</translation>
        </message>
        <message>
            <source>bar |</source>
            <translation>Strich |</translation>
        </message>
        <message>
            <source>blank</source>
            <translation>Leerzeichen</translation>
        </message>
        <message>
            <source>runs of blanks</source>
            <translation>mehrere Leerzeichen</translation>
        </message>
        <message>
            <source>colon :</source>
            <translation>Doppelpunkt :</translation>
        </message>
        <message>
            <source>fixed widths</source>
            <translation>feste Breiten</translation>
        </message>
        <message>
            <source>Choose one, or type any text that parts the fields.</source>
            <translation>Wählen Sie eines oder geben Sie einen beliebigen Text ein, der die Felder trennt.</translation>
        </message>
        <message>
            <source>double &quot;</source>
            <translation>doppelt &quot;</translation>
        </message>
        <message>
            <source>single '</source>
            <translation>einfach '</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>Delimiter</source>
            <translation>Trennzeichen</translation>
        </message>
        <message>
            <source>Quote</source>
            <translation>Anführungszeichen</translation>
        </message>
        <message>
            <source>18 10 4 …  (empty: found by columns of blanks)</source>
            <translation>18 10 4 …  (leer: an Leerspalten erkannt)</translation>
        </message>
        <message>
            <source>Widths</source>
            <translation>Breiten</translation>
        </message>
        <message>
            <source>backslash \</source>
            <translation>Backslash \</translation>
        </message>
        <message>
            <source>Escape</source>
            <translation>Maskierung</translation>
        </message>
        <message>
            <source>Comment lines</source>
            <translation>Kommentarzeilen</translation>
        </message>
        <message>
            <source>header</source>
            <comment>the first line</comment>
            <translation>Kopfzeile</translation>
        </message>
        <message>
            <source>data</source>
            <comment>the first line</comment>
            <translation>Daten</translation>
        </message>
        <message>
            <source>First line</source>
            <translation>Erste Zeile</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>Kodierung</translation>
        </message>
        <message>
            <source>point .</source>
            <translation>Punkt .</translation>
        </message>
        <message>
            <source>leave out</source>
            <comment>short rows</comment>
            <translation>auslassen</translation>
        </message>
        <message>
            <source>fill up</source>
            <comment>short rows</comment>
            <translation>auffüllen</translation>
        </message>
        <message>
            <source>Decimal mark</source>
            <translation>Dezimalzeichen</translation>
        </message>
        <message>
            <source>Short rows</source>
            <translation>Zu kurze Zeilen</translation>
        </message>
        <message>
            <source>Texts that stand for a missing value, separated by blanks; &quot;&quot; is the empty field.</source>
            <translation>Texte, die für einen fehlenden Wert stehen, durch Leerzeichen getrennt; &quot;&quot; ist das leere Feld.</translation>
        </message>
        <message>
            <source>Lines to skip</source>
            <translation>Zu überspringende Zeilen</translation>
        </message>
        <message>
            <source>Missing values</source>
            <translation>Fehlende Werte</translation>
        </message>
        <message>
            <source>%1  (%2)</source>
            <translation>%1  (%2)</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImportView</name>
        <message>
            <source>Append to the rows that are there</source>
            <translation>An die vorhandenen Zeilen anhängen</translation>
        </message>
        <message>
            <source>The new version has the rows of the latest one and behind them those of the file; columns are matched by name.</source>
            <translation>Die neue Version hat die Zeilen der letzten und dahinter die der Datei; Spalten werden nach Namen zugeordnet.</translation>
        </message>
        <message>
            <source>nothing</source>
            <comment>what to watch</comment>
            <translation>nichts</translation>
        </message>
        <message>
            <source>this file</source>
            <comment>what to watch</comment>
            <translation>diese Datei</translation>
        </message>
        <message>
            <source>its folder</source>
            <comment>what to watch</comment>
            <translation>ihren Ordner</translation>
        </message>
        <message>
            <source>Watch from now on</source>
            <translation>Von nun an beobachten</translation>
        </message>
        <message>
            <source>Version %1: the rows of version %2 and these.</source>
            <translation>Version %1: die Zeilen von Version %2 und diese.</translation>
        </message>
        <message>
            <source>Whenever the file has changed it becomes the next version, as long as the project is open.</source>
            <translation>Immer wenn sich die Datei geändert hat, wird sie die nächste Version, solange das Projekt offen ist.</translation>
        </message>
        <message>
            <source>Each new file in the folder is read like this one and appended, as long as the project is open.</source>
            <translation>Jede neue Datei in dem Ordner wird wie diese gelesen und angehängt, solange das Projekt offen ist.</translation>
        </message>
        <message>
            <source>First rows</source>
            <translation>Erste Zeilen</translation>
        </message>
        <message>
            <source>First rows of the file as they would be imported</source>
            <translation>Erste Zeilen der Datei, wie sie importiert würden</translation>
        </message>
        <message>
            <source>Progress of the import</source>
            <translation>Fortschritt des Imports</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Other file…</source>
            <translation>Andere Datei…</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>Give the dataset a name.</source>
            <translation>Geben Sie dem Datensatz einen Namen.</translation>
        </message>
        <message>
            <source>A new dataset.</source>
            <translation>Ein neuer Datensatz.</translation>
        </message>
        <message>
            <source>Becomes version %1 of this dataset.</source>
            <translation>Wird Version %1 dieses Datensatzes.</translation>
        </message>
        <message>
            <source>%1 rows, %2 columns shown</source>
            <translation>%1 Zeilen, %2 Spalten gezeigt</translation>
        </message>
        <message>
            <source>Import %1</source>
            <translation>%1 importieren</translation>
        </message>
        <message>
            <source>The import was cancelled. Nothing of it was kept.</source>
            <translation>Der Import wurde abgebrochen. Nichts davon wurde behalten.</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>Wird abgebrochen…</translation>
        </message>
        <message>
            <source>Importing…</source>
            <translation>Wird importiert…</translation>
        </message>
        <message>
            <source>Cancel import</source>
            <translation>Import abbrechen</translation>
        </message>
        <message>
            <source>Import a file</source>
            <translation>Datei importieren</translation>
        </message>
        <message>
            <source>Rows that would be left out</source>
            <translation>Zeilen, die ausgelassen würden</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Nothing is left out</source>
            <translation>Nichts ist ausgelassen</translation>
        </message>
        <message>
            <source>All rows shown fit. Rows further down that do not will be kept apart, each with the reason.</source>
            <translation>Alle gezeigten Zeilen passen. Spätere, die es nicht tun, werden mit dem Grund gesondert aufbewahrt.</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>Ausgelassen</translation>
        </message>
        <message>
            <source>Left out (%1)</source>
            <translation>Ausgelassen (%1)</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::InlineMessage</name>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ItemRow</name>
        <message>
            <source>queued</source>
            <translation>wartet</translation>
        </message>
        <message>
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>startet</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <source>drifted</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>%1 rows</source>
            <translation>%1 Zeilen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::JobModel</name>
        <message>
            <source>%1/s</source>
            <translation>%1/s</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>noch %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LearnFrom</name>
        <message>
            <source>All rows</source>
            <translation>Allen Zeilen</translation>
        </message>
        <message>
            <source>The training rows of a split</source>
            <translation>Den Trainingszeilen einer Aufteilung</translation>
        </message>
        <message>
            <source>Learns from</source>
            <translation>Lernt aus</translation>
        </message>
        <message>
            <source>Means, ranges and categories learned from test rows flatter a model. Choose the split that its run will use.</source>
            <translation>Mittelwerte, Bereiche und Kategorien, die aus Testzeilen gelernt sind, schönen ein Modell. Wählen Sie die Aufteilung, die sein Lauf verwenden wird.</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Zielgröße</translation>
        </message>
        <message>
            <source>Rows without a target are in no part of the split.</source>
            <translation>Zeilen ohne Zielgröße gehören zu keinem Teil der Aufteilung.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LineChart</name>
        <message>
            <source>Chart options</source>
            <translation>Diagrammoptionen</translation>
        </message>
        <message>
            <source>No values yet</source>
            <translation>Noch keine Werte</translation>
        </message>
        <message>
            <source>%1: %2 values, last %3</source>
            <translation>%1: %2 Werte, letzter %3</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Logarithmic x axis</source>
            <translation>Logarithmische x-Achse</translation>
        </message>
        <message>
            <source>Logarithmic y axis</source>
            <translation>Logarithmische y-Achse</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>Aus</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LineageView</name>
        <message>
            <source>Show this</source>
            <translation>Dies zeigen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LiveFigures</name>
        <message>
            <source>seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>Waiting for requests</source>
            <translation>Wartet auf Anfragen</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>per second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>answered</source>
            <translation>beantwortet</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>abgelehnt</translation>
        </message>
        <message>
            <source>Latency</source>
            <translation>Latenz</translation>
        </message>
        <message>
            <source>milliseconds</source>
            <translation>Millisekunden</translation>
        </message>
        <message>
            <source>median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>Requests per second</source>
            <translation>Anfragen je Sekunde</translation>
        </message>
        <message>
            <source>Median latency</source>
            <translation>Latenz im Median</translation>
        </message>
        <message>
            <source>p99 latency</source>
            <translation>p99-Latenz</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <source>%1 rows in all</source>
            <translation>insgesamt %1 Zeilen</translation>
        </message>
        <message>
            <source>since the start</source>
            <translation>seit dem Start</translation>
        </message>
        <message>
            <source>%1 invalid inputs</source>
            <translation>%1 ungültige Eingaben</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::MainWindow</name>
        <message>
            <source>Putting the weather sample in</source>
            <translation>Wetterbeispiel wird eingefügt</translation>
        </message>
        <message>
            <source>Open read-only</source>
            <translation>Nur zum Lesen öffnen</translation>
        </message>
        <message>
            <source>Go to</source>
            <translation>Gehe zu</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Darstellung</translation>
        </message>
        <message>
            <source>Light theme</source>
            <translation>Helles Design</translation>
        </message>
        <message>
            <source>Dark theme</source>
            <translation>Dunkles Design</translation>
        </message>
        <message>
            <source>Theme like the desktop</source>
            <translation>Design wie der Desktop</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>Neu laden</translation>
        </message>
        <message>
            <source>Check the project</source>
            <translation>Projekt prüfen</translation>
        </message>
        <message>
            <source>Close the project</source>
            <translation>Projekt schließen</translation>
        </message>
        <message>
            <source>Keyboard shortcuts and help</source>
            <translation>Tastenkürzel und Hilfe</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message numerus="yes">
            <source>%n job is still running and would be cancelled.</source>
            <translation>
                <numerusform>%n Auftrag läuft noch und würde abgebrochen.</numerusform>
                <numerusform>%n Aufträge laufen noch und würden abgebrochen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Close anyway</source>
            <translation>Trotzdem schließen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ModelDetail</name>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Metrik</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Metriken</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>Eingabe</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>Required</source>
            <translation>Erforderlich</translation>
        </message>
        <message>
            <source>Seen in training</source>
            <translation>Im Training gesehen</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>Signatur</translation>
        </message>
        <message>
            <source>Serve</source>
            <translation>Bereitstellen</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Alias, for example champion</source>
            <translation>Alias, zum Beispiel champion</translation>
        </message>
        <message>
            <source>Alias</source>
            <translation>Alias</translation>
        </message>
        <message>
            <source>Set alias</source>
            <translation>Alias setzen</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>%1 is now %2.</source>
            <translation>%1 ist jetzt %2.</translation>
        </message>
        <message>
            <source>Verifying %1</source>
            <translation>%1 wird geprüft</translation>
        </message>
        <message>
            <source>Every file of %1 matches its checksum.</source>
            <translation>Jede Datei von %1 passt zu ihrer Prüfsumme.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ModelsModel</name>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Alias</source>
            <translation>Alias</translation>
        </message>
        <message>
            <source>Test metric</source>
            <translation>Testmetrik</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>Registriert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ModelsPage</name>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Search models and aliases…</source>
            <translation>Modelle und Aliasse suchen…</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>No models yet</source>
            <translation>Noch keine Modelle</translation>
        </message>
        <message>
            <source>Register a finished run: its model gets a version, a lineage, and a name that servers ask for.</source>
            <translation>Registrieren Sie einen fertigen Lauf: Sein Modell bekommt eine Version, eine Herkunft und einen Namen, nach dem Server fragen.</translation>
        </message>
        <message>
            <source>Go to experiments</source>
            <translation>Zu den Experimenten</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message numerus="yes">
            <source>%n models</source>
            <translation>
                <numerusform>%n Modell</numerusform>
                <numerusform>%n Modelle</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n versions</source>
            <translation>
                <numerusform>%n Version</numerusform>
                <numerusform>%n Versionen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 is in the trash.</source>
            <translation>%1 liegt im Papierkorb.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::Navigation</name>
        <message>
            <source>no project</source>
            <translation>kein Projekt</translation>
        </message>
        <message>
            <source>%1 · read-only</source>
            <translation>%1 · nur lesen</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Projekte</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::NewRunSheet</name>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Start run</source>
            <translation>Lauf starten</translation>
        </message>
        <message>
            <source>Experiment</source>
            <translation>Experiment</translation>
        </message>
        <message>
            <source>Runs of one experiment are compared with each other.</source>
            <translation>Läufe eines Experiments werden miteinander verglichen.</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Zielgröße</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>What is not ticked is left out.</source>
            <translation>Was nicht angekreuzt ist, bleibt außen vor.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Run configuration as a file</source>
            <translation>Laufkonfiguration als Datei</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>Speichern unter…</translation>
        </message>
        <message>
            <source>Starting a run</source>
            <translation>Lauf wird gestartet</translation>
        </message>
        <message>
            <source>Save run configuration</source>
            <translation>Laufkonfiguration speichern</translation>
        </message>
        <message>
            <source>YAML files (*.yaml)</source>
            <translation>YAML-Dateien (*.yaml)</translation>
        </message>
        <message>
            <source>step %1 of %2 (%3): %4 of %5 rows</source>
            <translation>Schritt %1 von %2 (%3): %4 von %5 Zeilen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::OverviewPage</name>
        <message>
            <source>Overview</source>
            <translation>Übersicht</translation>
        </message>
        <message>
            <source>This project is empty</source>
            <translation>Dieses Projekt ist leer</translation>
        </message>
        <message>
            <source>Everything begins with data: import a file of nearly any format, and Lathe finds out its columns and types and tells you what it decided.</source>
            <translation>Alles beginnt mit Daten: Importieren Sie eine Datei fast beliebigen Formats, und Lathe erkennt Spalten und Typen und sagt Ihnen, was es entschieden hat.</translation>
        </message>
        <message>
            <source>Go to Datasets</source>
            <translation>Zu den Datensätzen</translation>
        </message>
        <message>
            <source>Datasets</source>
            <translation>Datensätze</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Serving</source>
            <translation>Bereitstellung</translation>
        </message>
        <message>
            <source>Drift</source>
            <translation>Drift</translation>
        </message>
        <message>
            <source>What next</source>
            <translation>Was als Nächstes</translation>
        </message>
        <message>
            <source>Needs you</source>
            <translation>Braucht Ihre Aufmerksamkeit</translation>
        </message>
        <message>
            <source>Nothing failed and nothing drifted.</source>
            <translation>Nichts ist fehlgeschlagen und nichts driftet.</translation>
        </message>
        <message>
            <source>Running now</source>
            <translation>Läuft jetzt</translation>
        </message>
        <message>
            <source>No run and no server is active.</source>
            <translation>Kein Lauf und kein Server ist aktiv.</translation>
        </message>
        <message>
            <source>Newest data</source>
            <translation>Neueste Daten</translation>
        </message>
        <message>
            <source>No data yet.</source>
            <translation>Noch keine Daten.</translation>
        </message>
        <message>
            <source>Newest runs</source>
            <translation>Neueste Läufe</translation>
        </message>
        <message>
            <source>No model was trained yet.</source>
            <translation>Es wurde noch kein Modell trainiert.</translation>
        </message>
        <message>
            <source>Newest models</source>
            <translation>Neueste Modelle</translation>
        </message>
        <message>
            <source>No model was registered yet.</source>
            <translation>Es wurde noch kein Modell registriert.</translation>
        </message>
        <message>
            <source>%1 · read-only</source>
            <translation>%1 · nur lesen</translation>
        </message>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n Version</numerusform>
                <numerusform>%n Versionen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n active</source>
            <translation>
                <numerusform>%n aktiv</numerusform>
                <numerusform>%n aktiv</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n fehlgeschlagen</numerusform>
                <numerusform>%n fehlgeschlagen</numerusform>
            </translation>
        </message>
        <message>
            <source>none active</source>
            <translation>keiner aktiv</translation>
        </message>
        <message>
            <source>ready for requests</source>
            <translation>bereit für Anfragen</translation>
        </message>
        <message>
            <source>nothing is served</source>
            <translation>nichts bereitgestellt</translation>
        </message>
        <message>
            <source>not compared yet</source>
            <translation>noch nicht verglichen</translation>
        </message>
        <message>
            <source>newest report: drifted</source>
            <translation>neuester Bericht: Drift</translation>
        </message>
        <message>
            <source>newest report: stable</source>
            <translation>neuester Bericht: stabil</translation>
        </message>
        <message>
            <source>Import a file, so that there is something to learn from.</source>
            <translation>Importieren Sie eine Datei, damit es etwas zu lernen gibt.</translation>
        </message>
        <message>
            <source>The data is in. Train a first model on it.</source>
            <translation>Die Daten sind da. Trainieren Sie ein erstes Modell.</translation>
        </message>
        <message>
            <source>Go to Experiments</source>
            <translation>Zu den Experimenten</translation>
        </message>
        <message>
            <source>Compare the finished runs and register the better model.</source>
            <translation>Vergleichen Sie die fertigen Läufe und registrieren Sie das bessere Modell.</translation>
        </message>
        <message>
            <source>A model is registered. Serve it and send it a request.</source>
            <translation>Ein Modell ist registriert. Stellen Sie es bereit und senden Sie ihm eine Anfrage.</translation>
        </message>
        <message>
            <source>Go to Serving</source>
            <translation>Zur Bereitstellung</translation>
        </message>
        <message>
            <source>The model answers. Compare newer data with what it learned from.</source>
            <translation>Das Modell antwortet. Vergleichen Sie neuere Daten mit denen, aus denen es gelernt hat.</translation>
        </message>
        <message>
            <source>Go to Drift</source>
            <translation>Zur Drift</translation>
        </message>
        <message>
            <source>The data has drifted. Train on newer data and compare.</source>
            <translation>Die Daten driften. Trainieren Sie mit neueren Daten und vergleichen Sie.</translation>
        </message>
        <message>
            <source>All is well. Import newer data when you have it, and compare again.</source>
            <translation>Alles ist gut. Importieren Sie neuere Daten, sobald es sie gibt, und vergleichen Sie erneut.</translation>
        </message>
        <message>
            <source>Copy the project's folder name</source>
            <translation>Ordner des Projekts kopieren</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::PredictionsView</name>
        <message>
            <source>Predictions of rows it had not seen</source>
            <translation>Vorhersagen für ungesehene Zeilen</translation>
        </message>
        <message>
            <source>Back to the runs</source>
            <translation>Zurück zu den Läufen</translation>
        </message>
        <message>
            <source>Lines: the labels. Columns: what the rows were taken for, as a share of the line. Click a cell to see its rows.</source>
            <translation>Zeilen: die Labels. Spalten: wofür sie gehalten wurden, als Anteil der Zeile. Ein Klick auf ein Feld zeigt, was darin liegt.</translation>
        </message>
        <message>
            <source>Confusion matrix: labels in lines, predictions in columns</source>
            <translation>Konfusionsmatrix: Labels in Zeilen, Vorhersagen in Spalten</translation>
        </message>
        <message>
            <source>Show all mistakes again</source>
            <translation>Wieder alle Fehler zeigen</translation>
        </message>
        <message>
            <source>Rows and what they were taken for</source>
            <translation>Zeilen und wofür sie gehalten wurden</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) labelled “%1” and taken for “%2”</source>
            <translation>
                <numerusform>%n Zeile mit Label „%1“, gehalten für „%2“</numerusform>
                <numerusform>%n Zeilen mit Label „%1“, gehalten für „%2“</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 rows were taken for another class</source>
            <translation>%1 von %2 Zeilen wurden für eine andere Klasse gehalten</translation>
        </message>
        <message>
            <source>%1 → %2 %3 %</source>
            <translation>%1 → %2 %3 %</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Label and prediction</source>
            <translation>Label und Vorhersage</translation>
        </message>
        <message>
            <source>the surest %1 are listed</source>
            <translation>die sichersten %1 sind aufgeführt</translation>
        </message>
        <message>
            <source>Read the predictions of %1</source>
            <translation>Vorhersagen von %1 lesen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ProfilePanel</name>
        <message>
            <source>Progress of the profile</source>
            <translation>Fortschritt des Profils</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Compute the profile</source>
            <translation>Profil berechnen</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Computing statistics over all rows…</source>
            <translation>Kennzahlen über alle Zeilen werden berechnet…</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Duplicate rows</source>
            <translation>Doppelte Zeilen</translation>
        </message>
        <message>
            <source>Missing cells</source>
            <translation>Fehlende Zellen</translation>
        </message>
        <message>
            <source>(empty text)</source>
            <translation>(leerer Text)</translation>
        </message>
        <message>
            <source>all others</source>
            <translation>alle anderen</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>Fehlend</translation>
        </message>
        <message>
            <source>Different values</source>
            <translation>Verschiedene Werte</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>Mean length</source>
            <translation>Mittlere Länge</translation>
        </message>
        <message>
            <source>Share of yes</source>
            <translation>Anteil ja</translation>
        </message>
        <message>
            <source>Smallest</source>
            <translation>Kleinster</translation>
        </message>
        <message>
            <source>Largest</source>
            <translation>Größter</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>Mittelwert</translation>
        </message>
        <message>
            <source>Standard deviation</source>
            <translation>Standardabweichung</translation>
        </message>
        <message>
            <source>Skewness</source>
            <translation>Schiefe</translation>
        </message>
        <message>
            <source>Excess kurtosis</source>
            <translation>Exzess</translation>
        </message>
        <message>
            <source>Median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>%1 quantile</source>
            <translation>%1-Quantil</translation>
        </message>
        <message>
            <source>How columns go together</source>
            <translation>Wie Spalten zusammenhängen</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>What single columns tell of a target</source>
            <translation>Was einzelne Spalten über ein Ziel verraten</translation>
        </message>
        <message>
            <source>What single columns tell of %1</source>
            <translation>Was einzelne Spalten über %1 verraten</translation>
        </message>
        <message>
            <source>Choose the column to be predicted…</source>
            <translation>Vorherzusagende Spalte wählen…</translation>
        </message>
        <message>
            <source>Estimated from the first %1 of %2 rows; exact figures follow.</source>
            <translation>Aus den ersten %1 von %2 Zeilen geschätzt; genaue Zahlen folgen.</translation>
        </message>
        <message>
            <source>In memory</source>
            <translation>Im Speicher</translation>
        </message>
        <message>
            <source>Empty texts</source>
            <translation>Leere Texte</translation>
        </message>
        <message>
            <source>Blanks at the ends</source>
            <translation>Leerzeichen an den Enden</translation>
        </message>
        <message>
            <source>Zeros</source>
            <translation>Nullen</translation>
        </message>
        <message>
            <source>Negative</source>
            <translation>Negativ</translation>
        </message>
        <message>
            <source>Infinite</source>
            <translation>Unendlich</translation>
        </message>
        <message>
            <source>Examine the target %1</source>
            <translation>Ziel %1 untersuchen</translation>
        </message>
        <message>
            <source>strength</source>
            <translation>Stärke</translation>
        </message>
        <message>
            <source>Share of the target that the column alone tells. Close to 100 %: probably a leak.</source>
            <translation>Anteil des Ziels, den die Spalte allein verrät. Nahe 100 %: vermutlich ein Leck.</translation>
        </message>
        <message>
            <source>How closely the column alone follows the target. Close to 100 %: probably a leak.</source>
            <translation>Wie eng die Spalte allein dem Ziel folgt. Nahe 100 %: vermutlich ein Leck.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RecipeEditor</name>
        <message>
            <source>Add “%1”</source>
            <translation>„%1“ hinzufügen</translation>
        </message>
        <message>
            <source>Delete “%1”</source>
            <translation>„%1“ löschen</translation>
        </message>
        <message>
            <source>Move “%1”</source>
            <translation>„%1“ verschieben</translation>
        </message>
        <message>
            <source>Switch on “%1”</source>
            <translation>„%1“ einschalten</translation>
        </message>
        <message>
            <source>Switch off “%1”</source>
            <translation>„%1“ ausschalten</translation>
        </message>
        <message>
            <source>Change “%1”</source>
            <translation>„%1“ ändern</translation>
        </message>
        <message>
            <source>Comment on “%1”</source>
            <translation>„%1“ bemerken</translation>
        </message>
        <message>
            <source>Change what steps learn from</source>
            <translation>Ändern, woraus Schritte lernen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RecipePanel</name>
        <message>
            <source>A recipe is a list of cleaning steps. Each is tried on some rows at once, nothing is changed until you apply it, and the same recipe works on next month's file.</source>
            <translation>Ein Rezept ist eine Liste von Reinigungsschritten. Jeder wird sofort an einigen Zeilen erprobt, nichts ändert sich, bis Sie es anwenden, und dasselbe Rezept passt auf die Datei des nächsten Monats.</translation>
        </message>
        <message>
            <source>Recipe as YAML</source>
            <translation>Rezept als YAML</translation>
        </message>
        <message>
            <source>Add step</source>
            <translation>Schritt hinzufügen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Show as YAML</source>
            <translation>Als YAML zeigen</translation>
        </message>
        <message>
            <source>Save as YAML…</source>
            <translation>Als YAML speichern…</translation>
        </message>
        <message>
            <source>Load from YAML…</source>
            <translation>Aus YAML laden…</translation>
        </message>
        <message>
            <source>Take the recipe of this version</source>
            <translation>Rezept dieser Version übernehmen</translation>
        </message>
        <message>
            <source>Undo: %1</source>
            <translation>Rückgängig: %1</translation>
        </message>
        <message>
            <source>Redo: %1</source>
            <translation>Wiederholen: %1</translation>
        </message>
        <message>
            <source>Applying…</source>
            <translation>Wird angewendet…</translation>
        </message>
        <message>
            <source>Apply as a new version</source>
            <translation>Als neue Version anwenden</translation>
        </message>
        <message>
            <source>The project is open for reading only.</source>
            <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
        </message>
        <message>
            <source>Preview on all %1 rows</source>
            <translation>Vorschau auf alle %1 Zeilen</translation>
        </message>
        <message>
            <source>Preview on %1 of %2 rows; means and categories are those of the sample</source>
            <translation>Vorschau auf %1 von %2 Zeilen; Mittelwerte und Kategorien sind die der Stichprobe</translation>
        </message>
        <message>
            <source>Save the recipe</source>
            <translation>Rezept speichern</translation>
        </message>
        <message>
            <source>Recipes (*.yaml *.yml)</source>
            <translation>Rezepte (*.yaml *.yml)</translation>
        </message>
        <message>
            <source>Load a recipe</source>
            <translation>Rezept laden</translation>
        </message>
        <message>
            <source>Recipes (*.yaml *.yml *.json)</source>
            <translation>Rezepte (*.yaml *.yml *.json)</translation>
        </message>
        <message>
            <source>Take the recipe of %1</source>
            <translation>Rezept von %1 übernehmen</translation>
        </message>
        <message>
            <source>Find spellings in %1</source>
            <translation>Schreibweisen in %1 suchen</translation>
        </message>
        <message>
            <source>Export as pandas script…</source>
            <translation>Als pandas-Skript ausgeben…</translation>
        </message>
        <message>
            <source>Export the recipe</source>
            <translation>Rezept ausgeben</translation>
        </message>
        <message>
            <source>Python scripts (*.py)</source>
            <translation>Python-Skripte (*.py)</translation>
        </message>
        <message>
            <source>Can people be recognised?</source>
            <translation>Sind Menschen erkennbar?</translation>
        </message>
        <message>
            <source>Split the rows of %1</source>
            <translation>Zeilen von %1 aufteilen</translation>
        </message>
        <message>
            <source>The preview was cancelled; the next change of the recipe starts it again.</source>
            <translation>Die Vorschau wurde abgebrochen; die nächste Änderung des Rezepts startet sie wieder.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RegisterSheet</name>
        <message>
            <source>Register model</source>
            <translation>Modell registrieren</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>A new name makes a new model; a known one gets its next version.</source>
            <translation>Ein neuer Name ergibt ein neues Modell; ein bekannter bekommt die nächste Version.</translation>
        </message>
        <message>
            <source>Alias</source>
            <translation>Alias</translation>
        </message>
        <message>
            <source>The name that servers and pipelines ask for. May be empty.</source>
            <translation>Der Name, nach dem Server und Pipelines fragen. Darf leer sein.</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>Registrieren</translation>
        </message>
        <message>
            <source>Registering %1</source>
            <translation>%1 wird registriert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunCharts</name>
        <message>
            <source>training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>Validierung</translation>
        </message>
        <message>
            <source>test</source>
            <translation>Test</translation>
        </message>
        <message>
            <source>by step</source>
            <translation>je Schritt</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunDetail</name>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Parameter</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Artifacts</source>
            <translation>Artefakte</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>Umgebung</translation>
        </message>
        <message>
            <source>Configuration</source>
            <translation>Konfiguration</translation>
        </message>
        <message>
            <source>Reproduce</source>
            <translation>Reproduzieren</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>Registrieren</translation>
        </message>
        <message>
            <source>Stop run</source>
            <translation>Lauf anhalten</translation>
        </message>
        <message>
            <source>best %1</source>
            <translation>Bestwert %1</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Config</source>
            <translation>Konfig.</translation>
        </message>
        <message>
            <source>Confusion matrix: labels in lines, predictions in columns</source>
            <translation>Konfusionsmatrix: Labels in Zeilen, Vorhersagen in Spalten</translation>
        </message>
        <message numerus="yes">
            <source>%n misclassified</source>
            <translation>
                <numerusform>%n falsch erkannt</numerusform>
                <numerusform>%n falsch erkannt</numerusform>
            </translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>Kurven</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Konfusionsmatrix</translation>
        </message>
        <message>
            <source>Rows it had not seen</source>
            <translation>Ungesehene Zeilen</translation>
        </message>
        <message>
            <source>Lines: the labels. Columns: the predictions. Click a cell to see its rows.</source>
            <translation>Zeilen: die Labels. Spalten: die Vorhersagen. Ein Klick auf ein Feld zeigt, was darin liegt.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunsModel</name>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Gestartet</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunsPage</name>
        <message>
            <source>Experiments</source>
            <translation>Experimente</translation>
        </message>
        <message>
            <source>No runs yet</source>
            <translation>Noch keine Läufe</translation>
        </message>
        <message>
            <source>A run trains a model on a dataset version and keeps everything about it.</source>
            <translation>Ein Lauf trainiert ein Modell auf einer Datensatzversion und bewahrt alles darüber auf.</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>Neuer Lauf</translation>
        </message>
        <message>
            <source>Import data first</source>
            <translation>Zuerst Daten importieren</translation>
        </message>
        <message>
            <source>Search runs, data, models…</source>
            <translation>Läufe, Daten, Modelle suchen…</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>All statuses</source>
            <translation>Alle Zustände</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Select two or more runs (Ctrl+click) to compare them</source>
            <translation>Wählen Sie zwei oder mehr Läufe (Strg+Klick), um sie zu vergleichen</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Stopping the run</source>
            <translation>Lauf wird angehalten</translation>
        </message>
        <message>
            <source>Resuming the run</source>
            <translation>Lauf wird fortgesetzt</translation>
        </message>
        <message>
            <source>Reproducing the run</source>
            <translation>Lauf wird reproduziert</translation>
        </message>
        <message>
            <source>%1 is registered.</source>
            <translation>%1 ist registriert.</translation>
        </message>
        <message>
            <source>Show model</source>
            <translation>Modell zeigen</translation>
        </message>
        <message numerus="yes">
            <source>%n runs</source>
            <translation>
                <numerusform>%n Lauf</numerusform>
                <numerusform>%n Läufe</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 · %2 active</source>
            <translation>%1 · %2 aktiv</translation>
        </message>
        <message>
            <source>Compare selected runs</source>
            <translation>Gewählte Läufe vergleichen</translation>
        </message>
        <message>
            <source>The data learned from rows that this split tests on, which flatters the result: %1.</source>
            <translation>Die Daten haben aus Zeilen gelernt, mit denen diese Aufteilung prüft; das schönt das Ergebnis: %1.</translation>
        </message>
        <message>
            <source>Choose the split that the recipe learned by, leave these steps out (models fill gaps and scale by themselves), or clean again with this split under “Learns from”.</source>
            <translation>Wählen Sie die Aufteilung, nach der das Rezept gelernt hat, lassen Sie diese Schritte weg (Modelle füllen Lücken und skalieren selbst), oder bereinigen Sie neu mit dieser Aufteilung unter „Lernt aus“.</translation>
        </message>
        <message>
            <source>Start anyway</source>
            <translation>Trotzdem starten</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SegmentedTabs</name>
        <message>
            <source>Tabs</source>
            <translation>Reiter</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ServingPage</name>
        <message>
            <source>starting</source>
            <translation>startet</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>Serving</source>
            <translation>Bereitstellung</translation>
        </message>
        <message>
            <source>Serve a model</source>
            <translation>Modell bereitstellen</translation>
        </message>
        <message>
            <source>Nothing is served yet</source>
            <translation>Noch nichts bereitgestellt</translation>
        </message>
        <message>
            <source>A server answers requests for a registered model and logs them, so that drift can be seen.</source>
            <translation>Ein Server beantwortet Anfragen an ein registriertes Modell und protokolliert sie, damit Drift sichtbar wird.</translation>
        </message>
        <message>
            <source>Show models</source>
            <translation>Modelle zeigen</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Gestartet</translation>
        </message>
        <message>
            <source>Deployments</source>
            <translation>Bereitstellungen</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n läuft</numerusform>
                <numerusform>%n laufen</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopping the server</source>
            <translation>Server wird angehalten</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SettingsPage</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Lathe %1</source>
            <translation>Lathe %1</translation>
        </message>
        <message>
            <source>Every change takes effect at once.</source>
            <translation>Jede Änderung wirkt sofort.</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Darstellung</translation>
        </message>
        <message>
            <source>Like the desktop</source>
            <translation>Wie der Desktop</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Design</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Numbers and charts</source>
            <translation>Zahlen und Diagramme</translation>
        </message>
        <message>
            <source>Significant digits in tables</source>
            <translation>Signifikante Stellen in Tabellen</translation>
        </message>
        <message>
            <source>Copies and exports keep every digit.</source>
            <translation>Kopien und Exporte behalten jede Stelle.</translation>
        </message>
        <message>
            <source>Thin space: %1</source>
            <translation>Schmales Leerzeichen: %1</translation>
        </message>
        <message>
            <source>None: 1234567</source>
            <translation>Nichts: 1234567</translation>
        </message>
        <message>
            <source>Between thousands</source>
            <translation>Zwischen Tausendern</translation>
        </message>
        <message>
            <source>Smoothing of new charts</source>
            <translation>Glättung neuer Diagramme</translation>
        </message>
        <message>
            <source>Weight of the past in the moving average; 0 draws the raw curve alone.</source>
            <translation>Gewicht der Vergangenheit im gleitenden Mittel; 0 zeichnet nur die rohe Kurve.</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>Training</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>CUDA graphics card</source>
            <translation>CUDA-Grafikkarte</translation>
        </message>
        <message>
            <source>CUDA where there is one</source>
            <translation>CUDA, wo vorhanden</translation>
        </message>
        <message>
            <source>Device of new runs</source>
            <translation>Gerät neuer Läufe</translation>
        </message>
        <message>
            <source>Threads of one run</source>
            <translation>Threads eines Laufs</translation>
        </message>
        <message>
            <source>The same data, seed and thread count give the same bits.</source>
            <translation>Gleiche Daten, gleicher Startwert und gleiche Thread-Zahl ergeben dieselben Bits.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SideSheet</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SplitFields</name>
        <message>
            <source>Random</source>
            <translation>Zufällig</translation>
        </message>
        <message>
            <source>Stratified by target</source>
            <translation>Geschichtet nach Zielgröße</translation>
        </message>
        <message>
            <source>By time</source>
            <translation>Nach Zeit</translation>
        </message>
        <message>
            <source>By a column of parts</source>
            <translation>Nach einer Spalte der Teile</translation>
        </message>
        <message>
            <source>Column of parts</source>
            <translation>Spalte der Teile</translation>
        </message>
        <message>
            <source>Its words train, validation and test say where a row belongs.</source>
            <translation>Ihre Wörter train, validation und test sagen, wohin eine Zeile gehört.</translation>
        </message>
        <message>
            <source>k folds</source>
            <translation>k-fache Kreuzvalidierung</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Aufteilung</translation>
        </message>
        <message>
            <source>Test share</source>
            <translation>Testanteil</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Anzahl der Teile</translation>
        </message>
        <message>
            <source>Time column</source>
            <translation>Zeitspalte</translation>
        </message>
        <message>
            <source>Learn from rows before</source>
            <translation>Lernen aus Zeilen vor</translation>
        </message>
        <message>
            <source>Empty: the last rows by the test share are tested.</source>
            <translation>Leer: Die letzten Zeilen nach dem Testanteil werden getestet.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StartSheet</name>
        <message>
            <source>Serve a model</source>
            <translation>Modell bereitstellen</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>the model's name</source>
            <translation>der Name des Modells</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>a free one</source>
            <translation>ein freier</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>Port</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Needed for any address but this machine's own; clients send it as a bearer token.</source>
            <translation>Nötig für jede Adresse außer der eigenen; Clients senden es als Bearer-Token.</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>Starting a server for %1</source>
            <translation>Server für %1 wird gestartet</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StatusBar</name>
        <message>
            <source>Progress of the running job</source>
            <translation>Fortschritt des laufenden Auftrags</translation>
        </message>
        <message>
            <source>Cancel this job</source>
            <translation>Diesen Auftrag abbrechen</translation>
        </message>
        <message numerus="yes">
            <source>%n more running</source>
            <translation>
                <numerusform>%n weiterer läuft</numerusform>
                <numerusform>%n weitere laufen</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>Wird abgebrochen…</translation>
        </message>
        <message>
            <source>Cancel “%1”</source>
            <translation>„%1“ abbrechen</translation>
        </message>
        <message>
            <source>CPU %1</source>
            <translation>CPU %1</translation>
        </message>
        <message>
            <source>Memory %1 of %2</source>
            <translation>Speicher %1 von %2</translation>
        </message>
        <message>
            <source>Lathe's window itself uses %1</source>
            <translation>Das Fenster von Lathe selbst belegt %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StepCard</name>
        <message>
            <source>%1 cells changed</source>
            <translation>%1 Zellen geändert</translation>
        </message>
        <message>
            <source>%1 rows fewer</source>
            <translation>%1 Zeilen weniger</translation>
        </message>
        <message numerus="yes">
            <source>%n column(s) added</source>
            <translation>
                <numerusform>%n Spalte hinzugefügt</numerusform>
                <numerusform>%n Spalten hinzugefügt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n column(s) removed</source>
            <translation>
                <numerusform>%n Spalte entfernt</numerusform>
                <numerusform>%n Spalten entfernt</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing to change</source>
            <translation>Nichts zu ändern</translation>
        </message>
        <message>
            <source>Edit this step</source>
            <translation>Diesen Schritt bearbeiten</translation>
        </message>
        <message>
            <source>Switch this step on or off</source>
            <translation>Diesen Schritt ein- oder ausschalten</translation>
        </message>
        <message>
            <source>Step %1: %2</source>
            <translation>Schritt %1: %2</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Delete this step</source>
            <translation>Diesen Schritt löschen</translation>
        </message>
        <message>
            <source>Switched off</source>
            <translation>Ausgeschaltet</translation>
        </message>
        <message>
            <source>%1 rows more</source>
            <translation>%1 Zeilen mehr</translation>
        </message>
        <message>
            <source>%1 values could not be read</source>
            <translation>%1 Werte waren nicht lesbar</translation>
        </message>
        <message>
            <source>Learns from all rows</source>
            <translation>Lernt aus allen Zeilen</translation>
        </message>
        <message>
            <source>Comment</source>
            <translation>Bemerkung</translation>
        </message>
        <message>
            <source>Comment: why this step</source>
            <translation>Bemerkung: warum dieser Schritt</translation>
        </message>
        <message>
            <source>Learns from the training rows</source>
            <translation>Lernt aus den Trainingszeilen</translation>
        </message>
        <message>
            <source>What it learns carries knowledge of test rows into training. Choose a split under “Learns from”, and it learns from the training rows only.</source>
            <translation>Was der Schritt lernt, trägt Wissen über Testzeilen ins Training. Wählen Sie unter „Lernt aus“ eine Aufteilung, dann lernt er nur aus den Trainingszeilen.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StepForm</name>
        <message>
            <source>Columns and their new names</source>
            <translation>Spalten und ihre neuen Namen</translation>
        </message>
        <message>
            <source>Columns and their new types</source>
            <translation>Spalten und ihre neuen Typen</translation>
        </message>
        <message>
            <source>A value that cannot be read as the new type becomes missing.</source>
            <translation>Ein Wert, der sich nicht als der neue Typ lesen lässt, wird zu einem fehlenden.</translation>
        </message>
        <message>
            <source>Columns to leave out</source>
            <translation>Auszulassende Spalten</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Fill with</source>
            <translation>Füllen mit</translation>
        </message>
        <message>
            <source>the mean</source>
            <translation>Mittelwert</translation>
        </message>
        <message>
            <source>the median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>the most frequent value</source>
            <translation>häufigster Wert</translation>
        </message>
        <message>
            <source>a value of my choice</source>
            <translation>einem eigenen Wert</translation>
        </message>
        <message>
            <source>0</source>
            <translation>0</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Columns to compare</source>
            <translation>Zu vergleichende Spalten</translation>
        </message>
        <message>
            <source>None ticked: rows must be equal in all columns.</source>
            <translation>Nichts angekreuzt: Zeilen müssen in allen Spalten gleich sein.</translation>
        </message>
        <message>
            <source>Keep rows where</source>
            <translation>Zeilen behalten, wenn</translation>
        </message>
        <message>
            <source>Name of the new column</source>
            <translation>Name der neuen Spalte</translation>
        </message>
        <message>
            <source>new_column</source>
            <translation>neue_spalte</translation>
        </message>
        <message>
            <source>Its value</source>
            <translation>Ihr Wert</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Verfahren</translation>
        </message>
        <message>
            <source>standard: mean 0, deviation 1</source>
            <translation>Standard: Mittelwert 0, Abweichung 1</translation>
        </message>
        <message>
            <source>min–max: from 0 to 1</source>
            <translation>Min–Max: von 0 bis 1</translation>
        </message>
        <message>
            <source>robust: median and quartiles</source>
            <translation>robust: Median und Quartile</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::TrashModel</name>
        <message>
            <source>dataset</source>
            <translation>Datensatz</translation>
        </message>
        <message>
            <source>run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>report</source>
            <translation>Bericht</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Deleted</source>
            <translation>Gelöscht</translation>
        </message>
        <message>
            <source>By</source>
            <translation>Von</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::TryRequest</name>
        <message>
            <source>Try a request</source>
            <translation>Anfrage ausprobieren</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>Anfrage</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>The answer appears here</source>
            <translation>Die Antwort erscheint hier</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Senden</translation>
        </message>
        <message>
            <source>Copy as curl</source>
            <translation>Als curl kopieren</translation>
        </message>
        <message>
            <source>Waiting for the answer…</source>
            <translation>Warten auf die Antwort…</translation>
        </message>
        <message>
            <source>Status %1 in %2 ms</source>
            <translation>Status %1 in %2 ms</translation>
        </message>
        <message>
            <source>The command is in the clipboard.</source>
            <translation>Der Befehl ist in der Zwischenablage.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ValidationDetail</name>
        <message>
            <source>Show failing rows</source>
            <translation>Auffällige Zeilen zeigen</translation>
        </message>
        <message>
            <source>Shows only these rows in the table, with the values that failed marked</source>
            <translation>Zeigt in der Tabelle nur diese Zeilen und markiert die auffälligen Werte</translation>
        </message>
        <message>
            <source>First unexpected values</source>
            <translation>Erste unerwartete Werte</translation>
        </message>
        <message>
            <source>Remove this expectation</source>
            <translation>Diese Erwartung entfernen</translation>
        </message>
        <message>
            <source>Lathe does not know this expectation; it is kept as it is.</source>
            <translation>Lathe kennt diese Erwartung nicht; sie bleibt, wie sie ist.</translation>
        </message>
        <message>
            <source>Not checked as it stands.</source>
            <translation>So noch nicht geprüft.</translation>
        </message>
        <message>
            <source>%1 rows · %2 passed over · %3 unexpected</source>
            <translation>%1 Zeilen · %2 übergangen · %3 unerwartet</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ValidationForm</name>
        <message>
            <source>Error: closes gates</source>
            <translation>Fehler: schließt Schranken</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>When it is not met</source>
            <translation>Wenn sie nicht erfüllt ist</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>First column</source>
            <translation>Erste Spalte</translation>
        </message>
        <message>
            <source>Second column</source>
            <translation>Zweite Spalte</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Place, from 0</source>
            <translation>Stelle, ab 0</translation>
        </message>
        <message>
            <source>At least</source>
            <translation>Mindestens</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>Höchstens</translation>
        </message>
        <message>
            <source>More than the lower bound</source>
            <translation>Größer als die untere Grenze</translation>
        </message>
        <message>
            <source>Less than the upper bound</source>
            <translation>Kleiner als die obere Grenze</translation>
        </message>
        <message>
            <source>Values, one on each line</source>
            <translation>Werte, je Zeile einer</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Regular expression</source>
            <translation>Regulärer Ausdruck</translation>
        </message>
        <message>
            <source>Regular expressions, one on each line</source>
            <translation>Reguläre Ausdrücke, je Zeile einer</translation>
        </message>
        <message>
            <source>LIKE pattern</source>
            <translation>LIKE-Muster</translation>
        </message>
        <message>
            <source>LIKE patterns, one on each line</source>
            <translation>LIKE-Muster, je Zeile eines</translation>
        </message>
        <message>
            <source>Date format, as %Y-%m-%d</source>
            <translation>Datumsform, etwa %Y-%m-%d</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>Types, one on each line</source>
            <translation>Typen, je Zeile einer</translation>
        </message>
        <message>
            <source>Share of values that must fit, 0 to 1</source>
            <translation>Anteil der Werte, der passen muss, 0 bis 1</translation>
        </message>
        <message>
            <source>How many must be found</source>
            <translation>Wie viele zutreffen müssen</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>On both sides of the mean</source>
            <translation>Zu beiden Seiten des Mittelwerts</translation>
        </message>
        <message>
            <source>No other columns</source>
            <translation>Keine anderen Spalten</translation>
        </message>
        <message>
            <source>Pass over a row if</source>
            <translation>Zeile übergehen, wenn</translation>
        </message>
        <message>
            <source>Equal values are fine</source>
            <translation>Gleiche Werte sind erlaubt</translation>
        </message>
        <message>
            <source>Sum</source>
            <translation>Summe</translation>
        </message>
        <message>
            <source>Ties are fine</source>
            <translation>Gleichstand ist erlaubt</translation>
        </message>
        <message>
            <source>Equal neighbours are wrong too</source>
            <translation>Auch gleiche Nachbarn sind falsch</translation>
        </message>
        <message>
            <source>Only rows where</source>
            <translation>Nur Zeilen, in denen</translation>
        </message>
        <message>
            <source>Quantiles and their ranges</source>
            <translation>Quantile und ihre Bereiche</translation>
        </message>
        <message>
            <source>Reference distribution</source>
            <translation>Vergleichsverteilung</translation>
        </message>
        <message>
            <source>Pairs of values</source>
            <translation>Wertepaare</translation>
        </message>
        <message>
            <source>JSON Schema</source>
            <translation>JSON-Schema</translation>
        </message>
        <message>
            <source>Other version</source>
            <translation>Andere Version</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ValidationModel</name>
        <message>
            <source>Table</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <source>all %1 as expected</source>
            <translation>alle %1 wie erwartet</translation>
        </message>
        <message>
            <source>%1 unexpected (%2)</source>
            <translation>%1 unerwartet (%2)</translation>
        </message>
        <message>
            <source>found %1</source>
            <translation>gefunden: %1</translation>
        </message>
        <message>
            <source>not in the set: %1</source>
            <translation>nicht in der Menge: %1</translation>
        </message>
        <message>
            <source>never occurs: %1</source>
            <translation>kommt nicht vor: %1</translation>
        </message>
        <message>
            <source>as expected</source>
            <translation>wie erwartet</translation>
        </message>
        <message>
            <source>not met</source>
            <translation>nicht erfüllt</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SchemaPanel</name>
        <message>
            <source>The data has a column that the schema does not know.</source>
            <translation>Die Daten haben eine Spalte, die das Schema nicht kennt.</translation>
        </message>
        <message>
            <source>The schema requires the column, the data has none of this name.</source>
            <translation>Das Schema verlangt die Spalte; die Daten haben keine dieses Namens.</translation>
        </message>
        <message>
            <source>The column has no value at all.</source>
            <translation>Die Spalte hat keinen einzigen Wert.</translation>
        </message>
        <message>
            <source>The column has a value in %1 of the rows, expected at least %2.</source>
            <translation>Die Spalte hat in einem Anteil von %1 der Zeilen einen Wert, erwartet mindestens %2.</translation>
        </message>
        <message>
            <source>The column has %1 values, expected at least %2.</source>
            <translation>Die Spalte hat %1 Werte, erwartet mindestens %2.</translation>
        </message>
        <message>
            <source>%1 different values, expected at least %2.</source>
            <translation>%1 verschiedene Werte, erwartet mindestens %2.</translation>
        </message>
        <message>
            <source>%1 different values, expected at most %2.</source>
            <translation>%1 verschiedene Werte, erwartet höchstens %2.</translation>
        </message>
        <message>
            <source>%1 of the values are not in the domain: %2.</source>
            <translation>Ein Anteil von %1 der Werte liegt nicht im Wertebereich: %2.</translation>
        </message>
        <message>
            <source>The least value is %1, expected at least %2.</source>
            <translation>Der kleinste Wert ist %1, erwartet mindestens %2.</translation>
        </message>
        <message>
            <source>The greatest value is %1, expected at most %2.</source>
            <translation>Der größte Wert ist %1, erwartet höchstens %2.</translation>
        </message>
        <message>
            <source>The column holds infinite values.</source>
            <translation>Die Spalte enthält unendliche Werte.</translation>
        </message>
        <message>
            <source>Expected data of type %1 but got %2.</source>
            <translation>Erwartet wurde der Typ %1, gefunden %2.</translation>
        </message>
        <message>
            <source>%1 is %2, above the threshold %3.</source>
            <translation>%1 ist %2, über der Schwelle %3.</translation>
        </message>
        <message>
            <source>The data it is compared with has no such column, or no value in it.</source>
            <translation>Die Vergleichsdaten haben keine solche Spalte, oder keinen Wert darin.</translation>
        </message>
        <message>
            <source>The column has too many different texts, or another type in the data it is compared with.</source>
            <translation>Die Spalte hat zu viele verschiedene Texte, oder in den Vergleichsdaten einen anderen Typ.</translation>
        </message>
        <message>
            <source>%1 rows, expected at least %2.</source>
            <translation>%1 Zeilen, erwartet mindestens %2.</translation>
        </message>
        <message>
            <source>%1 rows, expected at most %2.</source>
            <translation>%1 Zeilen, erwartet höchstens %2.</translation>
        </message>
        <message>
            <source>%1 times the rows of the previous span, expected at least %2.</source>
            <translation>Das %1-Fache der Zeilen des vorigen Abschnitts, erwartet mindestens das %2-Fache.</translation>
        </message>
        <message>
            <source>%1 times the rows of the previous span, expected at most %2.</source>
            <translation>Das %1-Fache der Zeilen des vorigen Abschnitts, erwartet höchstens das %2-Fache.</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>Schema</translation>
        </message>
        <message>
            <source>Anomalies</source>
            <translation>Auffälligkeiten</translation>
        </message>
        <message>
            <source>What every column must be: type, presence, domain, and how far it may drift. Infer it from a good version, correct it, and check others.</source>
            <translation>Was jede Spalte sein muss: Typ, Vorhandensein, Wertebereich und wie weit sie abwandern darf. Leiten Sie es aus einer guten Version ab, berichtigen Sie es und prüfen Sie andere.</translation>
        </message>
        <message>
            <source>Back to the checks</source>
            <translation>Zurück zu den Prüfungen</translation>
        </message>
        <message>
            <source>Find anomalies</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Infer</source>
            <translation>Ableiten</translation>
        </message>
        <message>
            <source>Infer the schema from this version</source>
            <translation>Das Schema aus dieser Version ableiten</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Open a schema file…</source>
            <translation>Schemadatei öffnen…</translation>
        </message>
        <message>
            <source>Save as a file…</source>
            <translation>Als Datei speichern…</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>Abgebrochen.</translation>
        </message>
        <message>
            <source>Infer a schema from %1</source>
            <translation>Ein Schema aus %1 ableiten</translation>
        </message>
        <message>
            <source>%1 satisfies this. Correct it, then open another version and find its anomalies.</source>
            <translation>%1 erfüllt es. Berichtigen Sie es, öffnen Sie dann eine andere Version und prüfen Sie sie.</translation>
        </message>
        <message>
            <source>Find the anomalies of %1</source>
            <translation>Auffälligkeiten von %1 suchen</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Anomaly</source>
            <translation>Auffälligkeit</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>(all rows)</source>
            <translation>(alle Zeilen)</translation>
        </message>
        <message>
            <source>No anomalies.</source>
            <translation>Keine Auffälligkeiten.</translation>
        </message>
        <message>
            <source>Open a schema</source>
            <translation>Ein Schema öffnen</translation>
        </message>
        <message>
            <source>Schemas (*.yaml *.yml *.json);;All files (*)</source>
            <translation>Schemata (*.yaml *.yml *.json);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Opened %1</source>
            <translation>%1 geöffnet</translation>
        </message>
        <message>
            <source>schema</source>
            <translation>schema</translation>
        </message>
        <message>
            <source>Save the schema</source>
            <translation>Das Schema speichern</translation>
        </message>
        <message>
            <source>Schemas (*.yaml)</source>
            <translation>Schemata (*.yaml)</translation>
        </message>
        <message>
            <source>Saved %1</source>
            <translation>%1 gespeichert</translation>
        </message>
        <message>
            <source>New column</source>
            <translation>Neue Spalte</translation>
        </message>
        <message>
            <source>Column missing</source>
            <translation>Spalte fehlt</translation>
        </message>
        <message>
            <source>No values</source>
            <translation>Keine Werte</translation>
        </message>
        <message>
            <source>Too many gaps</source>
            <translation>Zu viele Lücken</translation>
        </message>
        <message>
            <source>Too few values</source>
            <translation>Zu wenige Werte</translation>
        </message>
        <message>
            <source>Too few different values</source>
            <translation>Zu wenige verschiedene Werte</translation>
        </message>
        <message>
            <source>Too many different values</source>
            <translation>Zu viele verschiedene Werte</translation>
        </message>
        <message>
            <source>Unexpected values</source>
            <translation>Unerwartete Werte</translation>
        </message>
        <message>
            <source>Too small</source>
            <translation>Zu klein</translation>
        </message>
        <message>
            <source>Too large</source>
            <translation>Zu groß</translation>
        </message>
        <message>
            <source>Infinite values</source>
            <translation>Unendliche Werte</translation>
        </message>
        <message>
            <source>Another type</source>
            <translation>Anderer Typ</translation>
        </message>
        <message>
            <source>Drifted</source>
            <translation>Abgewandert</translation>
        </message>
        <message>
            <source>Nothing to compare with</source>
            <translation>Nichts zum Vergleichen</translation>
        </message>
        <message>
            <source>Cannot be compared</source>
            <translation>Nicht vergleichbar</translation>
        </message>
        <message>
            <source>Too few rows</source>
            <translation>Zu wenige Zeilen</translation>
        </message>
        <message>
            <source>Too many rows</source>
            <translation>Zu viele Zeilen</translation>
        </message>
        <message>
            <source>Fewer rows than before</source>
            <translation>Weniger Zeilen als vorher</translation>
        </message>
        <message>
            <source>More rows than before</source>
            <translation>Mehr Zeilen als vorher</translation>
        </message>
        <message>
            <source>Anomalies: %1</source>
            <translation>Auffälligkeiten: %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ValidationPanel</name>
        <message>
            <source>Schema and anomalies…</source>
            <translation>Schema und Auffälligkeiten…</translation>
        </message>
        <message>
            <source>Earlier checks</source>
            <translation>Frühere Prüfungen</translation>
        </message>
        <message>
            <source>Expectations</source>
            <translation>Erwartungen</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Run checks</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Neu</translation>
        </message>
        <message>
            <source>Add an expectation</source>
            <translation>Eine Erwartung hinzufügen</translation>
        </message>
        <message>
            <source>Progress of the checks</source>
            <translation>Fortschritt der Prüfungen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Values of a column</source>
            <translation>Werte einer Spalte</translation>
        </message>
        <message>
            <source>Figures of a column</source>
            <translation>Kennzahlen einer Spalte</translation>
        </message>
        <message>
            <source>The table</source>
            <translation>Die Tabelle</translation>
        </message>
        <message>
            <source>Two columns</source>
            <translation>Zwei Spalten</translation>
        </message>
        <message>
            <source>Several columns</source>
            <translation>Mehrere Spalten</translation>
        </message>
        <message>
            <source>Infer from this version</source>
            <translation>Aus dieser Version ableiten</translation>
        </message>
        <message>
            <source>Open a suite file…</source>
            <translation>Datei mit Erwartungen öffnen…</translation>
        </message>
        <message>
            <source>Save as a file…</source>
            <translation>Als Datei speichern…</translation>
        </message>
        <message>
            <source>No checks yet</source>
            <translation>Noch keine Prüfungen</translation>
        </message>
        <message>
            <source>Expectations say what good data looks like: ranges, value sets, forms, keys. Infer them from this version, correct them, and let every later version be checked.</source>
            <translation>Erwartungen sagen, wie gute Daten aussehen: Bereiche, Wertemengen, Formen, Schlüssel. Leiten Sie sie aus dieser Version ab, bessern Sie nach, und jede spätere Version wird daran geprüft.</translation>
        </message>
        <message>
            <source>Or open a suite of Great Expectations</source>
            <translation>Oder eine Suite von Great Expectations öffnen</translation>
        </message>
        <message>
            <source>Every run is kept with its version. Here they stand one below the other.</source>
            <translation>Jede Prüfung bleibt bei ihrer Version. Hier stehen alle untereinander.</translation>
        </message>
        <message>
            <source>Removed: %1</source>
            <translation>Entfernt: %1</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Open a suite of expectations</source>
            <translation>Erwartungen öffnen</translation>
        </message>
        <message>
            <source>Suites (*.yaml *.yml *.json);;All files (*)</source>
            <translation>Erwartungen (*.yaml *.yml *.json);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Save the suite</source>
            <translation>Erwartungen speichern</translation>
        </message>
        <message>
            <source>Lathe's form (*.yaml);;Great Expectations 1.x (*.json)</source>
            <translation>Form von Lathe (*.yaml);;Great Expectations 1.x (*.json)</translation>
        </message>
        <message>
            <source>Saved %1</source>
            <translation>%1 gespeichert</translation>
        </message>
        <message>
            <source>Infer checks from %1</source>
            <translation>Prüfungen aus %1 ableiten</translation>
        </message>
        <message numerus="yes">
            <source>%n expectation(s) inferred. Correct what is too strict, then run them.</source>
            <translation>
                <numerusform>%n Erwartung abgeleitet. Lockern Sie, was zu streng ist, und prüfen Sie dann.</numerusform>
                <numerusform>%n Erwartungen abgeleitet. Lockern Sie, was zu streng ist, und prüfen Sie dann.</numerusform>
            </translation>
        </message>
        <message>
            <source>Check %1</source>
            <translation>%1 prüfen</translation>
        </message>
        <message>
            <source>The checks were cancelled.</source>
            <translation>Die Prüfung wurde abgebrochen.</translation>
        </message>
        <message numerus="yes">
            <source>%n expectation(s), not run over this version yet.</source>
            <translation>
                <numerusform>%n Erwartung, an dieser Version noch nicht geprüft.</numerusform>
                <numerusform>%n Erwartungen, an dieser Version noch nicht geprüft.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 met</source>
            <translation>%1 von %2 erfüllt</translation>
        </message>
        <message numerus="yes">
            <source>%n error(s)</source>
            <translation>
                <numerusform>%n Fehler</numerusform>
                <numerusform>%n Fehler</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n Warnung</numerusform>
                <numerusform>%n Warnungen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 changed since</source>
            <translation>%1 seither geändert</translation>
        </message>
        <message>
            <source>Find failing rows</source>
            <translation>Auffällige Zeilen suchen</translation>
        </message>
        <message>
            <source>History (%1)</source>
            <translation>Verlauf (%1)</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Met</source>
            <translation>Erfüllt</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Warnungen</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>Checks over versions</source>
            <translation>Prüfungen über Versionen</translation>
        </message>
        <message>
            <source>met</source>
            <translation>erfüllt</translation>
        </message>
        <message>
            <source>errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>warnings</source>
            <translation>Warnungen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::VersionsPanel</name>
        <message numerus="yes">
            <source>made from %1 by a recipe of %n step(s)</source>
            <translation>
                <numerusform>aus %1 durch ein Rezept mit %n Schritt</numerusform>
                <numerusform>aus %1 durch ein Rezept mit %n Schritten</numerusform>
            </translation>
        </message>
        <message>
            <source>imported from %1</source>
            <translation>importiert aus %1</translation>
        </message>
        <message>
            <source>written by a program</source>
            <translation>von einem Programm geschrieben</translation>
        </message>
        <message>
            <source>content %1</source>
            <translation>Inhalt %1</translation>
        </message>
        <message>
            <source>source file %1</source>
            <translation>Quelldatei %1</translation>
        </message>
        <message>
            <source>parent %1</source>
            <translation>Vorgänger %1</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>Delete dataset</source>
            <translation>Datensatz löschen</translation>
        </message>
        <message>
            <source>Moves the dataset with all versions to the trash; it can come back.</source>
            <translation>Legt den Datensatz mit allen Versionen in den Papierkorb; er kann zurückkommen.</translation>
        </message>
        <message>
            <source>Rejected rows</source>
            <translation>Abgelehnte Zeilen</translation>
        </message>
        <message>
            <source>Version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>%1 rows × %2 columns · %3 · %4</source>
            <translation>%1 Zeilen × %2 Spalten · %3 · %4</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Rezept</translation>
        </message>
        <message>
            <source>Recipe of this version</source>
            <translation>Rezept dieser Version</translation>
        </message>
        <message>
            <source>How the file was read</source>
            <translation>Wie die Datei gelesen wurde</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>%1 rejected rows</source>
            <translation>%1 abgelehnte Zeilen</translation>
        </message>
        <message>
            <source>%1 again</source>
            <translation>wieder %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::WelcomePage</name>
        <message>
            <source>Welcome to Lathe</source>
            <translation>Willkommen bei Lathe</translation>
        </message>
        <message>
            <source>From a file of data to a served, watched model, in one folder</source>
            <translation>Von einer Datendatei zum bereitgestellten, beobachteten Modell, in einem Ordner</translation>
        </message>
        <message>
            <source>Weather sample</source>
            <translation>Wetterbeispiel</translation>
        </message>
        <message>
            <source>Seattle's daily weather 2012–2015, with a recipe, two models to train and drift to find. Best for a first look.</source>
            <translation>Seattles tägliches Wetter 2012–2015, mit Rezept, zwei Modellen zum Trainieren und Drift zum Finden. Am besten für den ersten Blick.</translation>
        </message>
        <message>
            <source>Open the weather sample</source>
            <translation>Wetterbeispiel öffnen</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <source>A project is one folder that holds data versions, recipes, runs, models and reports. Copy it and it opens anywhere.</source>
            <translation>Ein Projekt ist ein Ordner mit Datenversionen, Rezepten, Läufen, Modellen und Berichten. Kopieren Sie ihn, und er öffnet sich überall.</translation>
        </message>
        <message>
            <source>Create project</source>
            <translation>Projekt anlegen</translation>
        </message>
        <message>
            <source>Existing project</source>
            <translation>Vorhandenes Projekt</translation>
        </message>
        <message>
            <source>Choose the folder of a project. If another window has it open, you can look at it read-only.</source>
            <translation>Wählen Sie den Ordner eines Projekts. Hat ein anderes Fenster es geöffnet, können Sie es nur lesen.</translation>
        </message>
        <message>
            <source>Open project</source>
            <translation>Projekt öffnen</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>Zuletzt geöffnet</translation>
        </message>
        <message>
            <source>%1 (not there now)</source>
            <translation>%1 (zurzeit nicht da)</translation>
        </message>
        <message>
            <source>Projects that you open are listed here.</source>
            <translation>Projekte, die Sie öffnen, stehen hier.</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>Anlegen</translation>
        </message>
        <message>
            <source>project</source>
            <translation>projekt</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::YamlField</name>
        <message>
            <source>Parameters as YAML</source>
            <translation>Parameter als YAML</translation>
        </message>
    </context>
    <context>
        <name>Warnings</name>
        <message>
            <source>Pearson&apos;s r</source>
            <translation>Pearsons r</translation>
        </message>
        <message>
            <source>Spearman&apos;s ρ</source>
            <translation>Spearmans ρ</translation>
        </message>
        <message>
            <source>Cramér&apos;s V</source>
            <translation>Cramérs V</translation>
        </message>
        <message>
            <source>AUC</source>
            <translation>AUC</translation>
        </message>
        <message>
            <source>share of the information</source>
            <translation>Anteil der Information</translation>
        </message>
        <message>
            <source>%1 holds e-mail addresses (%2)</source>
            <translation>%1 enthält E-Mail-Adressen (%2)</translation>
        </message>
        <message>
            <source>%1 holds telephone numbers (%2)</source>
            <translation>%1 enthält Telefonnummern (%2)</translation>
        </message>
        <message>
            <source>%1 holds bank accounts (IBAN, %2)</source>
            <translation>%1 enthält Bankverbindungen (IBAN, %2)</translation>
        </message>
        <message>
            <source>%1 holds payment card numbers (%2)</source>
            <translation>%1 enthält Kartennummern (%2)</translation>
        </message>
        <message>
            <source>%1 holds IP addresses (%2)</source>
            <translation>%1 enthält IP-Adressen (%2)</translation>
        </message>
        <message>
            <source>%1 seems to hold names of people</source>
            <translation>%1 enthält wohl Namen von Personen</translation>
        </message>
        <message>
            <source>%1 seems to hold dates of birth</source>
            <translation>%1 enthält wohl Geburtsdaten</translation>
        </message>
        <message>
            <source>%1 seems to hold postal addresses</source>
            <translation>%1 enthält wohl Postanschriften</translation>
        </message>
        <message>
            <source>%1 holds personal identity numbers (%2, %3)</source>
            <translation>%1 enthält Personenkennziffern (%2, %3)</translation>
        </message>
        <message>
            <source>%1 has the same value everywhere</source>
            <translation>%1 hat überall denselben Wert</translation>
        </message>
        <message>
            <source>%1 has one value in %2 of its rows</source>
            <translation>%1 hat in %2 der Zeilen denselben Wert</translation>
        </message>
        <message>
            <source>%1 differs in every row, as an identifier does</source>
            <translation>%1 ist in jeder Zeile anders, wie ein Schlüssel</translation>
        </message>
        <message>
            <source>%1 differs in every row</source>
            <translation>%1 ist in jeder Zeile anders</translation>
        </message>
        <message>
            <source>%1 and %2 go together (%3 %4)</source>
            <translation>%1 und %2 hängen zusammen (%3 %4)</translation>
        </message>
        <message>
            <source>%1 is skewed (skewness %2)</source>
            <translation>%1 ist schief verteilt (Schiefe %2)</translation>
        </message>
        <message>
            <source>%1 is zero in %2 of its rows</source>
            <translation>%1 ist in %2 der Zeilen null</translation>
        </message>
        <message>
            <source>%1 is missing in %2 of the rows</source>
            <translation>%1 fehlt in %2 der Zeilen</translation>
        </message>
        <message>
            <source>%1 has %2 different texts</source>
            <translation>%1 hat %2 verschiedene Texte</translation>
        </message>
        <message>
            <source>%1 is text, but %2 of its values are numbers</source>
            <translation>%1 ist Text, aber %2 der Werte sind Zahlen</translation>
        </message>
        <message>
            <source>%1 is text, but %2 of its values are dates</source>
            <translation>%1 ist Text, aber %2 der Werte sind Daten</translation>
        </message>
        <message>
            <source>%1 has %2 infinite values</source>
            <translation>%1 hat %2 unendliche Werte</translation>
        </message>
        <message>
            <source>%1 has values far beyond its quartiles (up to %2 interquartile ranges)</source>
            <translation>%1 hat Werte weit außerhalb der Quartile (bis zu %2 Quartilsabstände)</translation>
        </message>
        <message>
            <source>%1 has blanks before or behind %2 of its texts</source>
            <translation>%1 hat Leerzeichen vor oder hinter %2 Texten</translation>
        </message>
        <message>
            <source>%1 has words in several spellings (%2)</source>
            <translation>%1 hat Wörter in mehreren Schreibweisen (%2)</translation>
        </message>
        <message>
            <source>%1 rows are repetitions of others (%2)</source>
            <translation>%1 Zeilen wiederholen andere (%2)</translation>
        </message>
        <message>
            <source>%1 and %2 are equal in every row</source>
            <translation>%1 und %2 sind in jeder Zeile gleich</translation>
        </message>
        <message>
            <source>%1 alone tells the target %2 (%3 %4)</source>
            <translation>%1 verrät allein das Ziel %2 (%3 %4)</translation>
        </message>
        <message>
            <source>The rarest class of %1 has %2 of the rows</source>
            <translation>Die seltenste Klasse von %1 hat %2 der Zeilen</translation>
        </message>
        <message>
            <source>Drop the column: it tells a model nothing.</source>
            <translation>Spalte weglassen: Sie sagt einem Modell nichts.</translation>
        </message>
        <message>
            <source>Check whether the rare values are real; otherwise drop the column.</source>
            <translation>Prüfen, ob die seltenen Werte stimmen; sonst Spalte weglassen.</translation>
        </message>
        <message>
            <source>Keep it as a key for joins and leave it out of the features.</source>
            <translation>Als Schlüssel für Verknüpfungen behalten, nicht als Merkmal.</translation>
        </message>
        <message>
            <source>Use it as the order of time, or derive date parts from it.</source>
            <translation>Als zeitliche Ordnung nutzen oder Datumsteile ableiten.</translation>
        </message>
        <message>
            <source>Keep one of the two, or use a penalised model.</source>
            <translation>Eine der beiden behalten oder ein Modell mit Strafterm nehmen.</translation>
        </message>
        <message>
            <source>Consider a logarithm or clipping for linear models.</source>
            <translation>Für lineare Modelle logarithmieren oder kappen.</translation>
        </message>
        <message>
            <source>Check whether zero stands for missing; if so, replace it.</source>
            <translation>Prüfen, ob null für fehlend steht; dann ersetzen.</translation>
        </message>
        <message>
            <source>Find out why; fill the gaps with a recipe step, flag them, or drop the column.</source>
            <translation>Ursache klären; Lücken mit einem Rezeptschritt füllen, markieren oder Spalte weglassen.</translation>
        </message>
        <message>
            <source>Cluster similar spellings, group rare values, or encode by target or hash.</source>
            <translation>Ähnliche Schreibweisen zusammenfassen, Seltenes gruppieren oder nach Ziel oder Hash kodieren.</translation>
        </message>
        <message>
            <source>Cast the column to a number and look at the rows that refuse.</source>
            <translation>Spalte in eine Zahl wandeln und die Zeilen ansehen, die sich weigern.</translation>
        </message>
        <message>
            <source>Parse the column as a date and look at the rows that refuse.</source>
            <translation>Spalte als Datum lesen und die Zeilen ansehen, die sich weigern.</translation>
        </message>
        <message>
            <source>Find the division by zero or overflow they come from, or set them missing.</source>
            <translation>Die Division durch null oder den Überlauf dahinter suchen oder als fehlend setzen.</translation>
        </message>
        <message>
            <source>Check the extreme rows; clip, flag or drop them by a recipe step.</source>
            <translation>Die extremen Zeilen prüfen; mit einem Rezeptschritt kappen, markieren oder entfernen.</translation>
        </message>
        <message>
            <source>Trim the column.</source>
            <translation>Leerzeichen der Spalte entfernen.</translation>
        </message>
        <message>
            <source>Trim and lower the case, or cluster similar spellings.</source>
            <translation>Leerzeichen entfernen und klein schreiben oder ähnliche Schreibweisen zusammenfassen.</translation>
        </message>
        <message>
            <source>Remove duplicates before splitting, or training rows leak into the test.</source>
            <translation>Dubletten vor dem Aufteilen entfernen, sonst geraten Trainingszeilen in den Test.</translation>
        </message>
        <message>
            <source>Drop one of the two.</source>
            <translation>Eine der beiden weglassen.</translation>
        </message>
        <message>
            <source>Ask whether it is known before the target is; if not, leave it out of the features.</source>
            <translation>Fragen, ob sie vor dem Ziel bekannt ist; wenn nicht, nicht als Merkmal nehmen.</translation>
        </message>
        <message>
            <source>Stratify the split, weight the classes, and judge by more than accuracy.</source>
            <translation>Geschichtet aufteilen, Klassen gewichten und nicht nur nach Genauigkeit urteilen.</translation>
        </message>
        <message>
            <source>Hash with salt or mask before sharing.</source>
            <translation>Vor dem Weitergeben mit Salz hashen oder maskieren.</translation>
        </message>
        <message>
            <source>Mask or drop the column before sharing.</source>
            <translation>Vor dem Weitergeben maskieren oder weglassen.</translation>
        </message>
        <message>
            <source>Drop the column, or keep the last four digits only.</source>
            <translation>Spalte weglassen oder nur die letzten vier Ziffern behalten.</translation>
        </message>
        <message>
            <source>Generalise to the network, or hash with salt.</source>
            <translation>Auf das Netz verallgemeinern oder mit Salz hashen.</translation>
        </message>
        <message>
            <source>Generalise to the year or an age group.</source>
            <translation>Auf Jahr oder Altersgruppe verallgemeinern.</translation>
        </message>
        <message>
            <source>Generalise to the region, or drop the column.</source>
            <translation>Auf die Region verallgemeinern oder Spalte weglassen.</translation>
        </message>
        <message>
            <source>Hash with salt, or drop the column.</source>
            <translation>Mit Salz hashen oder Spalte weglassen.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ColumnField</name>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::MapField</name>
        <message>
            <source>Add a line</source>
            <translation>Zeile hinzufügen</translation>
        </message>
        <message>
            <source>New column</source>
            <translation>Neue Spalte</translation>
        </message>
        <message>
            <source>Old value</source>
            <translation>Alter Wert</translation>
        </message>
        <message>
            <source>New value</source>
            <translation>Neuer Wert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ClustersField</name>
        <message>
            <source>Find spellings</source>
            <translation>Schreibweisen suchen</translation>
        </message>
        <message>
            <source>Finding…</source>
            <translation>Suche…</translation>
        </message>
        <message>
            <source>Look at the spellings before they are merged, or let them be found when the recipe is applied.</source>
            <translation>Sehen Sie die Schreibweisen an, bevor sie vereint werden, oder lassen Sie sie beim Anwenden des Rezepts finden.</translation>
        </message>
        <message>
            <source>No spellings that belong together.</source>
            <translation>Keine Schreibweisen, die zusammengehören.</translation>
        </message>
        <message>
            <source>%1 spellings are merged</source>
            <translation>%1 Schreibweisen werden vereint</translation>
        </message>
        <message>
            <source>the first %1 are listed</source>
            <translation>die ersten %1 stehen in der Liste</translation>
        </message>
        <message>
            <source>Merge the spellings of %1</source>
            <translation>Schreibweisen von %1 vereinen</translation>
        </message>
        <message>
            <source>What the spellings become</source>
            <translation>Was aus den Schreibweisen wird</translation>
        </message>
        <message numerus="yes">
            <source>%n group(s)</source>
            <translation>
                <numerusform>%n Gruppe</numerusform>
                <numerusform>%n Gruppen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StepPicker</name>
        <message>
            <source>Search steps</source>
            <translation>Schritte suchen</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::WarningList</name>
        <message>
            <source>Warnings</source>
            <translation>Warnungen</translation>
        </message>
        <message>
            <source>Show the gravest only</source>
            <translation>Nur die schwersten zeigen</translation>
        </message>
        <message>
            <source>Show all %1 warnings</source>
            <translation>Alle %1 Warnungen zeigen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RelationsView</name>
        <message>
            <source>Measure</source>
            <translation>Maß</translation>
        </message>
        <message>
            <source>Pearson&apos;s r: numbers in a line</source>
            <translation>Pearsons r: Zahlen auf einer Geraden</translation>
        </message>
        <message>
            <source>Spearman&apos;s ρ: numbers in the same order</source>
            <translation>Spearmans ρ: Zahlen in gleicher Reihenfolge</translation>
        </message>
        <message>
            <source>Cramér&apos;s V: categories</source>
            <translation>Cramérs V: Kategorien</translation>
        </message>
        <message>
            <source>Correlation ratio: number by category</source>
            <translation>Korrelationsverhältnis: Zahl nach Kategorie</translation>
        </message>
        <message>
            <source>Ranks of %1 evenly spaced rows.</source>
            <translation>Ränge von %1 gleichmäßig verteilten Zeilen.</translation>
        </message>
        <message>
            <source>%1 more columns are left out.</source>
            <translation>%1 weitere Spalten sind weggelassen.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::HeatMap</name>
        <message>
            <source>not defined</source>
            <translation>nicht definiert</translation>
        </message>
        <message>
            <source>%1 and %2: %3</source>
            <translation>%1 und %2: %3</translation>
        </message>
        <message>
            <source>No values</source>
            <translation>Keine Werte</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ComparePanel</name>
        <message>
            <source>new</source>
            <translation>neu</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>entfallen</translation>
        </message>
        <message>
            <source>%1, was %2</source>
            <translation>%1, war %2</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>unverändert</translation>
        </message>
        <message>
            <source>other values</source>
            <translation>andere Werte</translation>
        </message>
        <message>
            <source>large shift</source>
            <translation>große Verschiebung</translation>
        </message>
        <message>
            <source>some shift</source>
            <translation>gewisse Verschiebung</translation>
        </message>
        <message>
            <source>small changes</source>
            <translation>kleine Änderungen</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1: %2 → %3</source>
            <translation>%1: %2 → %3</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>Fehlend</translation>
        </message>
        <message>
            <source>Different values</source>
            <translation>Verschiedene Werte</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>Mittelwert</translation>
        </message>
        <message>
            <source>Standard deviation</source>
            <translation>Standardabweichung</translation>
        </message>
        <message>
            <source>Median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>Population stability index: %1</source>
            <translation>Population Stability Index: %1</translation>
        </message>
        <message>
            <source>Kolmogorov–Smirnov: %1 (p %2)</source>
            <translation>Kolmogorow–Smirnow: %1 (p %2)</translation>
        </message>
        <message>
            <source>Version to compare with</source>
            <translation>Version zum Vergleich</translation>
        </message>
        <message>
            <source>Progress of the comparison</source>
            <translation>Fortschritt des Vergleichs</translation>
        </message>
        <message>
            <source>Compared columns</source>
            <translation>Verglichene Spalten</translation>
        </message>
        <message>
            <source>Compare with version…</source>
            <translation>Mit Version vergleichen…</translation>
        </message>
        <message>
            <source>Version %1</source>
            <translation>Version %1</translation>
        </message>
        <message>
            <source>Compare %1 with %2</source>
            <translation>%1 mit %2 vergleichen</translation>
        </message>
        <message>
            <source>The comparison was cancelled.</source>
            <translation>Der Vergleich wurde abgebrochen.</translation>
        </message>
        <message>
            <source>%1 → %2 rows; %3 of %4 columns differ</source>
            <translation>%1 → %2 Zeilen; %3 von %4 Spalten weichen ab</translation>
        </message>
        <message>
            <source>%1 in both versions</source>
            <translation>%1 in beiden Versionen</translation>
        </message>
        <message>
            <source>all others</source>
            <translation>alle anderen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::VersionDetails</name>
        <message>
            <source>New tag</source>
            <translation>Neues Etikett</translation>
        </message>
        <message>
            <source>Add a tag…</source>
            <translation>Etikett hinzufügen…</translation>
        </message>
        <message>
            <source>A name for this version, such as gold. Enter adds it; a tag that another version has moves here.</source>
            <translation>Ein Name für diese Version, etwa gold. Die Eingabetaste fügt ihn hinzu; ein Etikett einer anderen Version wandert hierher.</translation>
        </message>
        <message>
            <source>Note on this version</source>
            <translation>Notiz zu dieser Version</translation>
        </message>
        <message>
            <source>Write a note…</source>
            <translation>Notiz schreiben…</translation>
        </message>
        <message>
            <source>Compare…</source>
            <translation>Vergleichen…</translation>
        </message>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Roll back</source>
            <translation>Zurückkehren</translation>
        </message>
        <message>
            <source>This is the latest version.</source>
            <translation>Das ist die neueste Version.</translation>
        </message>
        <message>
            <source>Makes a new latest version that is this one again. Nothing is copied or lost.</source>
            <translation>Macht eine neue, neueste Version, die wieder diese ist. Nichts wird kopiert, nichts geht verloren.</translation>
        </message>
        <message>
            <source>There is no other version yet.</source>
            <translation>Es gibt noch keine andere Version.</translation>
        </message>
        <message>
            <source>Which rows and cells differ between two versions</source>
            <translation>Welche Zeilen und Zellen sich zwischen zwei Versionen unterscheiden</translation>
        </message>
        <message>
            <source>Remove the tag %1</source>
            <translation>Etikett %1 entfernen</translation>
        </message>
        <message>
            <source>%1@%2 names this version. Click to remove the tag.</source>
            <translation>%1@%2 nennt diese Version. Klicken entfernt das Etikett.</translation>
        </message>
        <message>
            <source>%1 on disk</source>
            <translation>%1 auf der Platte</translation>
        </message>
        <message>
            <source>%1 more are shared with %2</source>
            <translation>%1 weitere geteilt mit %2</translation>
        </message>
        <message>
            <source>the same file as %1</source>
            <translation>dieselbe Datei wie %1</translation>
        </message>
        <message>
            <source>needed by %1</source>
            <translation>gebraucht von %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DiffView</name>
        <message>
            <source>Differences</source>
            <translation>Unterschiede</translation>
        </message>
        <message>
            <source>Export CSV…</source>
            <translation>Als CSV exportieren…</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <source>After</source>
            <translation>Nachher</translation>
        </message>
        <message>
            <source>Rows are named by</source>
            <translation>Zeilen heißen nach</translation>
        </message>
        <message>
            <source>nothing: whole rows</source>
            <translation>nichts: ganze Zeilen</translation>
        </message>
        <message>
            <source>A column, or several separated by commas, whose values name a row. Without one, a row that changed counts as removed and added.</source>
            <translation>Eine Spalte, oder mehrere durch Komma getrennt, deren Werte eine Zeile benennen. Ohne sie zählt eine geänderte Zeile als entfernt und hinzugefügt.</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Rows that differ</source>
            <translation>Zeilen, die sich unterscheiden</translation>
        </message>
        <message>
            <source>Comparing %1 with %2…</source>
            <translation>%1 wird mit %2 verglichen…</translation>
        </message>
        <message>
            <source>Compare %1 with %2</source>
            <translation>%1 mit %2 vergleichen</translation>
        </message>
        <message>
            <source>The comparison was cancelled.</source>
            <translation>Der Vergleich wurde abgebrochen.</translation>
        </message>
        <message>
            <source>All %1</source>
            <translation>Alle %1</translation>
        </message>
        <message>
            <source>Added %1</source>
            <translation>Hinzugefügt %1</translation>
        </message>
        <message>
            <source>Removed %1</source>
            <translation>Entfernt %1</translation>
        </message>
        <message>
            <source>Changed %1</source>
            <translation>Geändert %1</translation>
        </message>
        <message>
            <source>%1 is new</source>
            <translation>%1 ist neu</translation>
        </message>
        <message>
            <source>%1 is gone</source>
            <translation>%1 ist weg</translation>
        </message>
        <message>
            <source>%1 was %2 and is %3 now</source>
            <translation>%1 war %2 und ist jetzt %3</translation>
        </message>
        <message>
            <source>Columns: %1</source>
            <translation>Spalten: %1</translation>
        </message>
        <message>
            <source>%1 cells changed, %2 rows the same</source>
            <translation>%1 Zellen geändert, %2 Zeilen gleich</translation>
        </message>
        <message>
            <source>%1 keys name several rows</source>
            <translation>%1 Schlüssel benennen mehrere Zeilen</translation>
        </message>
        <message>
            <source>the first %1 are shown; export for all</source>
            <translation>die ersten %1 sind zu sehen; alle beim Export</translation>
        </message>
        <message>
            <source>Both versions hold the same rows.</source>
            <translation>Beide Versionen enthalten dieselben Zeilen.</translation>
        </message>
        <message>
            <source>No row differs in this way.</source>
            <translation>Keine Zeile unterscheidet sich so.</translation>
        </message>
        <message>
            <source>Export the differences</source>
            <translation>Unterschiede exportieren</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>CSV-Dateien (*.csv)</translation>
        </message>
        <message>
            <source>Exported to %1</source>
            <translation>Exportiert nach %1</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>added</source>
            <translation>hinzugefügt</translation>
        </message>
        <message>
            <source>removed</source>
            <translation>entfernt</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>geändert</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DataLineageView</name>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Export PROV…</source>
            <translation>PROV exportieren…</translation>
        </message>
        <message>
            <source>As W3C PROV-JSON, which other tools read</source>
            <translation>Als W3C PROV-JSON, das andere Werkzeuge lesen</translation>
        </message>
        <message>
            <source>the nearest %1 are shown</source>
            <translation>die nächsten %1 sind zu sehen</translation>
        </message>
        <message>
            <source>Export the lineage</source>
            <translation>Herkunft exportieren</translation>
        </message>
        <message>
            <source>PROV-JSON files (*.json)</source>
            <translation>PROV-JSON-Dateien (*.json)</translation>
        </message>
        <message>
            <source>Exported to %1</source>
            <translation>Exportiert nach %1</translation>
        </message>
        <message>
            <source>Smaller (−)</source>
            <translation>Kleiner (−)</translation>
        </message>
        <message>
            <source>Larger (+)</source>
            <translation>Größer (+)</translation>
        </message>
        <message>
            <source>Show all of it</source>
            <translation>Alles zeigen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LineageCanvas</name>
        <message>
            <source>Lineage</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Source file</source>
            <translation>Quelldatei</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Rezept</translation>
        </message>
        <message>
            <source>Data version</source>
            <translation>Datenversion</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Served model</source>
            <translation>Bereitgestelltes Modell</translation>
        </message>
        <message>
            <source>no longer in this project</source>
            <translation>nicht mehr in diesem Projekt</translation>
        </message>
        <message numerus="yes">
            <source>Recipe of %n step(s)</source>
            <translation>
                <numerusform>Rezept mit %n Schritt</numerusform>
                <numerusform>Rezept mit %n Schritten</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Images</name>
        <message>
            <source>Broken</source>
            <translation>Defekt</translation>
        </message>
        <message>
            <source>Truncated</source>
            <translation>Abgeschnitten</translation>
        </message>
        <message>
            <source>Blurred</source>
            <translation>Unscharf</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Overexposed</source>
            <translation>Überbelichtet</translation>
        </message>
        <message>
            <source>Low contrast</source>
            <translation>Kontrastarm</translation>
        </message>
        <message>
            <source>Odd size</source>
            <translation>Auffällige Größe</translation>
        </message>
        <message>
            <source>Odd aspect ratio</source>
            <translation>Auffälliges Seitenverhältnis</translation>
        </message>
        <message>
            <source>Odd channels</source>
            <translation>Auffällige Kanäle</translation>
        </message>
        <message>
            <source>Without a label</source>
            <translation>Ohne Label</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Doppelt</translation>
        </message>
        <message>
            <source>Near duplicate</source>
            <translation>Fast doppelt</translation>
        </message>
        <message>
            <source>Same picture, different labels</source>
            <translation>Gleiches Bild, verschiedene Labels</translation>
        </message>
        <message>
            <source>Same picture in several splits</source>
            <translation>Gleiches Bild in mehreren Teilen</translation>
        </message>
        <message>
            <source>By name</source>
            <translation>Nach Name</translation>
        </message>
        <message>
            <source>By label</source>
            <translation>Nach Label</translation>
        </message>
        <message>
            <source>Least sharp first</source>
            <translation>Unschärfste zuerst</translation>
        </message>
        <message>
            <source>Darkest first</source>
            <translation>Dunkelste zuerst</translation>
        </message>
        <message>
            <source>Smallest first</source>
            <translation>Kleinste zuerst</translation>
        </message>
        <message>
            <source>Without a label first</source>
            <translation>Ohne Label zuerst</translation>
        </message>
        <message>
            <source>Duplicates together</source>
            <translation>Doppelte beisammen</translation>
        </message>
        <message>
            <source>Same file</source>
            <translation>Dieselbe Datei</translation>
        </message>
        <message>
            <source>Alike</source>
            <translation>Ähnlich</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>up to %1 of 64 bits differ</source>
            <translation>bis zu %1 von 64 Bits verschieden</translation>
        </message>
        <message>
            <source>labels differ</source>
            <translation>Labels verschieden</translation>
        </message>
        <message>
            <source>in several splits</source>
            <translation>in mehreren Aufteilungen</translation>
        </message>
        <message>
            <source>Others</source>
            <translation>Andere</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ThumbnailGrid</name>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>No picture fits the filter.</source>
            <translation>Kein Bild passt zum Filter.</translation>
        </message>
        <message>
            <source>no label</source>
            <translation>kein Label</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>ausgelassen</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImageCanvas</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::AugmentationPanel</name>
        <message>
            <source>The picture and eight variants</source>
            <translation>Das Bild und acht Varianten</translation>
        </message>
        <message>
            <source>Train…</source>
            <translation>Trainieren…</translation>
        </message>
        <message>
            <source>A new run with these variants</source>
            <translation>Ein neuer Lauf mit diesen Varianten</translation>
        </message>
        <message>
            <source>Mirror (probability)</source>
            <translation>Spiegeln (Wahrscheinlichkeit)</translation>
        </message>
        <message>
            <source>Upside down (probability)</source>
            <translation>Kopfstehend (Wahrscheinlichkeit)</translation>
        </message>
        <message>
            <source>Crop to at least (share)</source>
            <translation>Ausschnitt mindestens (Anteil)</translation>
        </message>
        <message>
            <source>Turn by up to (degrees)</source>
            <translation>Drehen bis (Grad)</translation>
        </message>
        <message>
            <source>Brightness ±</source>
            <translation>Helligkeit ±</translation>
        </message>
        <message>
            <source>Contrast ±</source>
            <translation>Kontrast ±</translation>
        </message>
        <message>
            <source>Saturation ±</source>
            <translation>Sättigung ±</translation>
        </message>
        <message>
            <source>Hue ± (degrees)</source>
            <translation>Farbton ± (Grad)</translation>
        </message>
        <message>
            <source>Noise (of 255)</source>
            <translation>Rauschen (von 255)</translation>
        </message>
        <message>
            <source>Blur up to (pixels)</source>
            <translation>Unschärfe bis (Pixel)</translation>
        </message>
        <message>
            <source>Cut-out (share of the side)</source>
            <translation>Ausgeschnitten (Anteil der Seite)</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>The same seed gives the same variants</source>
            <translation>Der gleiche Startwert ergibt die gleichen Varianten</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>Speichern…</translation>
        </message>
        <message>
            <source>Save the augmentation</source>
            <translation>Variation speichern</translation>
        </message>
        <message>
            <source>YAML files (*.yaml *.yml)</source>
            <translation>YAML-Dateien (*.yaml *.yml)</translation>
        </message>
        <message>
            <source>Saved to %1</source>
            <translation>Gespeichert in %1</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImageView</name>
        <message>
            <source>Search names…</source>
            <translation>Namen suchen…</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Label</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Was gefunden wurde</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Reihenfolge</translation>
        </message>
        <message>
            <source>Size of the thumbnails</source>
            <translation>Größe der Vorschaubilder</translation>
        </message>
        <message>
            <source>Variants for training</source>
            <translation>Varianten fürs Training</translation>
        </message>
        <message>
            <source>Label to assign</source>
            <translation>Zu vergebendes Label</translation>
        </message>
        <message>
            <source>Assign</source>
            <translation>Zuweisen</translation>
        </message>
        <message>
            <source>Give all pictures with this picture&apos;s label the label at the left</source>
            <translation>Allen Bildern mit dem Label dieses Bildes das Label links geben</translation>
        </message>
        <message>
            <source>Leave the selected pictures out of the next version</source>
            <translation>Die gewählten Bilder in der nächsten Version weglassen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Save version</source>
            <translation>Version speichern</translation>
        </message>
        <message>
            <source>All labels</source>
            <translation>Alle Labels</translation>
        </message>
        <message>
            <source>Without a label</source>
            <translation>Ohne Label</translation>
        </message>
        <message>
            <source>All pictures</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>Type a label below and press Return; then the keys 1 to 9 assign it.</source>
            <translation>Unten ein Label eingeben und Eingabe drücken; danach vergeben es die Tasten 1 bis 9.</translation>
        </message>
        <message>
            <source>Keys: %1</source>
            <translation>Tasten: %1</translation>
        </message>
        <message>
            <source>%1 of %2 labelled</source>
            <translation>%1 von %2 mit Label</translation>
        </message>
        <message>
            <source>sharpness %1 · brightness %2 · contrast %3</source>
            <translation>Schärfe %1 · Helligkeit %2 · Kontrast %3</translation>
        </message>
        <message>
            <source>Several labels begin with “%1”: use the digits.</source>
            <translation>Mehrere Labels beginnen mit „%1“: Ziffern verwenden.</translation>
        </message>
        <message>
            <source>Save the labels of %1</source>
            <translation>Labels von %1 speichern</translation>
        </message>
        <message numerus="yes">
            <source>%n change(s)</source>
            <translation>
                <numerusform>%n Änderung</numerusform>
                <numerusform>%n Änderungen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) selected</source>
            <translation>
                <numerusform>%n Bild gewählt</numerusform>
                <numerusform>%n Bilder gewählt</numerusform>
            </translation>
        </message>
        <message>
            <source>Compare duplicates side by side</source>
            <translation>Duplikate nebeneinander vergleichen</translation>
        </message>
        <message>
            <source>Limits of the checks</source>
            <translation>Grenzen der Prüfungen</translation>
        </message>
        <message>
            <source>Open the pictures of %1</source>
            <translation>Bilder von %1 öffnen</translation>
        </message>
        <message>
            <source>Check the pictures of %1</source>
            <translation>Bilder von %1 prüfen</translation>
        </message>
        <message>
            <source>The pictures were not opened</source>
            <translation>Die Bilder wurden nicht geöffnet</translation>
        </message>
        <message>
            <source>Choose another version and then this one again to see them.</source>
            <translation>Wählen Sie eine andere Version und dann wieder diese, um sie zu sehen.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SuspectsModel</name>
        <message>
            <source>left out</source>
            <translation>ausgelassen</translation>
        </message>
        <message>
            <source>no label</source>
            <translation>kein Label</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>behalten</translation>
        </message>
        <message>
            <source>How probable the given label is to models that had not seen the row</source>
            <translation>Wie wahrscheinlich das gegebene Label für Modelle ist, die die Zeile nicht kannten</translation>
        </message>
        <message>
            <source>How much more probable the most probable label is</source>
            <translation>Um wie viel wahrscheinlicher das wahrscheinlichste Label ist</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Given label</source>
            <translation>Gegebenes Label</translation>
        </message>
        <message>
            <source>Probably</source>
            <translation>Wahrscheinlich</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>Zutrauen</translation>
        </message>
        <message>
            <source>Margin</source>
            <translation>Abstand</translation>
        </message>
        <message>
            <source>Decision</source>
            <translation>Entscheidung</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SuspectsView</name>
        <message>
            <source>Labels that are probably wrong</source>
            <translation>Wahrscheinlich falsche Labels</translation>
        </message>
        <message>
            <source>Is every label right?</source>
            <translation>Stimmt jedes Label?</translation>
        </message>
        <message>
            <source>Models that had not seen a row say how probable each label is. Where they are sure of another one, the label is in doubt: look at the row, decide, and save a new version.</source>
            <translation>Modelle, die eine Zeile nicht kannten, sagen, wie wahrscheinlich jedes Label ist. Wo sie sich eines anderen sicher sind, ist das Label zweifelhaft: die Zeile ansehen, entscheiden und als neue Version speichern.</translation>
        </message>
        <message>
            <source>Column of labels</source>
            <translation>Spalte der Labels</translation>
        </message>
        <message>
            <source>Judged by</source>
            <translation>Beurteilt von</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Teile</translation>
        </message>
        <message>
            <source>Into how many parts the rows are divided; each part is judged by a model that learned from the others</source>
            <translation>In wie viele Teile die Zeilen geteilt werden; jeden Teil beurteilt ein Modell, das aus den anderen gelernt hat</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Show all suspects again</source>
            <translation>Wieder alle zweifelhaften zeigen</translation>
        </message>
        <message>
            <source>Rows whose label is probably wrong</source>
            <translation>Zeilen mit wahrscheinlich falschem Label</translation>
        </message>
        <message>
            <source>Values of the row</source>
            <translation>Werte der Zeile</translation>
        </message>
        <message>
            <source>Confusion matrix: given labels in lines, judged labels in columns</source>
            <translation>Konfusionsmatrix: gegebene Labels in Zeilen, beurteilte in Spalten</translation>
        </message>
        <message>
            <source>Lines: given labels. Columns: what the rows were taken for, as a share of the line. Click a cell to list its rows.</source>
            <translation>Zeilen: gegebene Labels. Spalten: wofür sie gehalten wurden, als Anteil der Zeile. Ein Klick auf eine Zelle listet ihre Zeilen auf.</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Konfusionsmatrix</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) labelled “%1” and taken for “%2”</source>
            <translation>
                <numerusform>%n Zeile mit Label „%1“, für „%2“ gehalten</numerusform>
                <numerusform>%n Zeilen mit Label „%1“, für „%2“ gehalten</numerusform>
            </translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Annehmen</translation>
        </message>
        <message>
            <source>Give the row the label that it probably has (A)</source>
            <translation>Der Zeile das Label geben, das sie wahrscheinlich hat (A)</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>The label is right as it is (K)</source>
            <translation>Das Label stimmt, wie es ist (K)</translation>
        </message>
        <message>
            <source>Label to assign</source>
            <translation>Zu vergebendes Label</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Label</translation>
        </message>
        <message>
            <source>Assign</source>
            <translation>Zuweisen</translation>
        </message>
        <message>
            <source>Leave the row out of the next version (Delete)</source>
            <translation>Die Zeile aus der nächsten Version auslassen (Entf)</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Save version</source>
            <translation>Version speichern</translation>
        </message>
        <message>
            <source>A quick model over folds</source>
            <translation>Ein schnelles Modell über Teile</translation>
        </message>
        <message>
            <source>A file of predictions…</source>
            <translation>Eine Datei mit Vorhersagen…</translation>
        </message>
        <message>
            <source>Run %1</source>
            <translation>Lauf %1</translation>
        </message>
        <message>
            <source>A file of predictions</source>
            <translation>Eine Datei mit Vorhersagen</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Looking for labels of %1 that are probably wrong…</source>
            <translation>Wahrscheinlich falsche Labels in %1 werden gesucht…</translation>
        </message>
        <message>
            <source>Find suspect labels in %1</source>
            <translation>Zweifelhafte Labels in %1 suchen</translation>
        </message>
        <message>
            <source>The search was cancelled.</source>
            <translation>Die Suche wurde abgebrochen.</translation>
        </message>
        <message>
            <source>A accept</source>
            <translation>A annehmen</translation>
        </message>
        <message>
            <source>K keep</source>
            <translation>K behalten</translation>
        </message>
        <message>
            <source>Delete leave out</source>
            <translation>Entf auslassen</translation>
        </message>
        <message>
            <source>Keys: %1</source>
            <translation>Tasten: %1</translation>
        </message>
        <message>
            <source>%1 of %2 labels are in doubt</source>
            <translation>%1 von %2 Labels sind zweifelhaft</translation>
        </message>
        <message>
            <source>%1 rows were judged</source>
            <translation>%1 Zeilen wurden beurteilt</translation>
        </message>
        <message>
            <source>Nothing to decide</source>
            <translation>Nichts zu entscheiden</translation>
        </message>
        <message>
            <source>“%1”, probably “%2”</source>
            <translation>„%1“, wahrscheinlich „%2“</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>%1 decided, %2 changed</source>
            <translation>%1 entschieden, %2 geändert</translation>
        </message>
        <message>
            <source>Save the labels of %1</source>
            <translation>Labels von %1 speichern</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::CheckLimitsPanel</name>
        <message>
            <source>Blurred: sharpness below</source>
            <translation>Unscharf: Schärfe unter</translation>
        </message>
        <message>
            <source>Dark: brightness below</source>
            <translation>Dunkel: Helligkeit unter</translation>
        </message>
        <message>
            <source>Overexposed: brightness above</source>
            <translation>Überbelichtet: Helligkeit über</translation>
        </message>
        <message>
            <source>Low contrast: contrast below</source>
            <translation>Kontrastarm: Kontrast unter</translation>
        </message>
        <message>
            <source>Odd size or aspect: robust z-score above</source>
            <translation>Ungewöhnliche Größe oder Form: robuster z-Wert über</translation>
        </message>
        <message>
            <source>Odd channels: share of pictures below</source>
            <translation>Ungewöhnliche Kanäle: Anteil der Bilder unter</translation>
        </message>
        <message>
            <source>Near duplicates: differing bits of 64, at most</source>
            <translation>Ähnliche Bilder: verschiedene Bits von 64, höchstens</translation>
        </message>
        <message>
            <source>Back to the usual limits</source>
            <translation>Zurück zu den üblichen Grenzen</translation>
        </message>
        <message>
            <source>The figures say how many pictures each limit finds; a click shows them.</source>
            <translation>Die Zahlen sagen, wie viele Bilder jede Grenze findet; ein Klick zeigt sie.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DuplicatesView</name>
        <message>
            <source>Pictures of the group</source>
            <translation>Bilder der Gruppe</translation>
        </message>
        <message>
            <source>Which groups</source>
            <translation>Welche Gruppen</translation>
        </message>
        <message>
            <source>All groups</source>
            <translation>Alle Gruppen</translation>
        </message>
        <message>
            <source>Same file</source>
            <translation>Dieselbe Datei</translation>
        </message>
        <message>
            <source>Alike</source>
            <translation>Ähnlich</translation>
        </message>
        <message>
            <source>Labels differ</source>
            <translation>Labels verschieden</translation>
        </message>
        <message>
            <source>Previous group (P)</source>
            <translation>Vorige Gruppe (P)</translation>
        </message>
        <message>
            <source>Next group (N)</source>
            <translation>Nächste Gruppe (N)</translation>
        </message>
        <message>
            <source>Keep only this</source>
            <translation>Nur dieses behalten</translation>
        </message>
        <message>
            <source>Leave the others of the group out of the next version, and go on (K)</source>
            <translation>Die anderen der Gruppe aus der nächsten Version auslassen und weiter (K)</translation>
        </message>
        <message>
            <source>Keep all</source>
            <translation>Alle behalten</translation>
        </message>
        <message>
            <source>All pictures of the group stay (A)</source>
            <translation>Alle Bilder der Gruppe bleiben (A)</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Auslassen</translation>
        </message>
        <message>
            <source>Leave this picture out of the next version (Delete)</source>
            <translation>Dieses Bild aus der nächsten Version auslassen (Entf)</translation>
        </message>
        <message>
            <source>Keep the best of each</source>
            <translation>Je das beste behalten</translation>
        </message>
        <message>
            <source>In every group listed: the labelled, whole, largest, sharpest picture stays. Groups whose labels differ are left to you.</source>
            <translation>In jeder gezeigten Gruppe bleibt das ganze, beschriftete, größte, schärfste Bild. Gruppen mit verschiedenen Labels bleiben Ihnen überlassen.</translation>
        </message>
        <message>
            <source>Group %1 of %2</source>
            <translation>Gruppe %1 von %2</translation>
        </message>
        <message>
            <source>No duplicates</source>
            <translation>Keine Duplikate</translation>
        </message>
        <message>
            <source>Raise the limit for near duplicates to look further.</source>
            <translation>Mit einer höheren Grenze für ähnliche Bilder wird weiter gesucht.</translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::TrackedView</name>
        <message>
            <source>checking…</source>
            <translation>wird geprüft…</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>unverändert</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>verschwunden</translation>
        </message>
        <message>
            <source>%1 changed</source>
            <translation>%1 geändert</translation>
        </message>
        <message>
            <source>%1 new</source>
            <translation>%1 neu</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1 fehlen</translation>
        </message>
        <message>
            <source>Tracked files</source>
            <translation>Verfolgte Dateien</translation>
        </message>
        <message>
            <source>Track a folder…</source>
            <translation>Ordner verfolgen…</translation>
        </message>
        <message>
            <source>Track a file…</source>
            <translation>Datei verfolgen…</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Noch einmal nachsehen</translation>
        </message>
        <message>
            <source>Track a folder</source>
            <translation>Einen Ordner verfolgen</translation>
        </message>
        <message>
            <source>Track a file</source>
            <translation>Eine Datei verfolgen</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Alle Dateien (*)</translation>
        </message>
        <message>
            <source>What changed</source>
            <translation>Was sich geändert hat</translation>
        </message>
        <message>
            <source>Nothing is tracked</source>
            <translation>Nichts wird verfolgt</translation>
        </message>
        <message>
            <source>Files that stay outside of the project can be known by their hashes: what changed in a folder of a hundred thousand files is then seen in a second. Folders of pictures are tracked when they are imported.</source>
            <translation>Dateien, die außerhalb des Projekts bleiben, lassen sich an ihren Prüfsummen erkennen: Was sich in einem Ordner mit hunderttausend Dateien geändert hat, ist dann in einer Sekunde zu sehen. Bilderordner werden beim Import verfolgt.</translation>
        </message>
        <message>
            <source>Check in</source>
            <translation>Einchecken</translation>
        </message>
        <message>
            <source>Record the files as they are now</source>
            <translation>Die Dateien festhalten, wie sie jetzt sind</translation>
        </message>
        <message>
            <source>Import again</source>
            <translation>Neu importieren</translation>
        </message>
        <message>
            <source>Make the next version of the dataset from the folder as it is now</source>
            <translation>Aus dem Ordner, wie er jetzt ist, die nächste Version des Datensatzes machen</translation>
        </message>
        <message>
            <source>Stop tracking</source>
            <translation>Nicht mehr verfolgen</translation>
        </message>
        <message>
            <source>The files themselves stay where they are</source>
            <translation>Die Dateien selbst bleiben, wo sie sind</translation>
        </message>
        <message>
            <source>Check the tracked files</source>
            <translation>Verfolgte Dateien prüfen</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>Pfad</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Checked in</source>
            <translation>Eingecheckt</translation>
        </message>
        <message>
            <source>Imported as</source>
            <translation>Importiert als</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Stand</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Looking what changed…</source>
            <translation>Änderungen werden gesucht…</translation>
        </message>
        <message>
            <source>Changed since it was checked in:</source>
            <translation>Geändert seit dem Einchecken:</translation>
        </message>
        <message>
            <source>Everything is as it was checked in.</source>
            <translation>Alles ist, wie es eingecheckt wurde.</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>geändert</translation>
        </message>
        <message>
            <source>new</source>
            <translation>neu</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <source>Track %1</source>
            <translation>%1 verfolgen</translation>
        </message>
    </context>
</TS>
