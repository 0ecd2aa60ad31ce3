<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
    <context>
        <name>lathe::ui::ActivityPage</name>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n entry</numerusform>
                <numerusform>%n entries</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) found</source>
            <translation>
                <numerusform>%n problem found</numerusform>
                <numerusform>%n problems found</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::CompareView</name>
        <message numerus="yes">
            <source>%n runs; the best value of each metric is marked</source>
            <translation>
                <numerusform>%n run; the best value of each metric is marked</numerusform>
                <numerusform>%n runs; the best value of each metric is marked</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DatasetList</name>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n version</numerusform>
                <numerusform>%n versions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DatasetsPage</name>
        <message numerus="yes">
            <source>%n dataset(s)</source>
            <translation>
                <numerusform>%n dataset</numerusform>
                <numerusform>%n datasets</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n version</numerusform>
                <numerusform>%n versions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::DriftPage</name>
        <message numerus="yes">
            <source>%n reports</source>
            <translation>
                <numerusform>%n report</numerusform>
                <numerusform>%n reports</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::MainWindow</name>
        <message numerus="yes">
            <source>%n job is still running and would be cancelled.</source>
            <translation>
                <numerusform>%n job is still running and would be cancelled.</numerusform>
                <numerusform>%n jobs are still running and would be cancelled.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ModelsPage</name>
        <message numerus="yes">
            <source>%n models</source>
            <translation>
                <numerusform>%n model</numerusform>
                <numerusform>%n models</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n versions</source>
            <translation>
                <numerusform>%n version</numerusform>
                <numerusform>%n versions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::OverviewPage</name>
        <message numerus="yes">
            <source>%n version(s)</source>
            <translation>
                <numerusform>%n version</numerusform>
                <numerusform>%n versions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n active</source>
            <translation>
                <numerusform>%n active</numerusform>
                <numerusform>%n active</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::PredictionsView</name>
        <message numerus="yes">
            <source>%n row(s) labelled “%1” and taken for “%2”</source>
            <translation>
                <numerusform>%n row labelled “%1” and taken for “%2”</numerusform>
                <numerusform>%n rows labelled “%1” and taken for “%2”</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunDetail</name>
        <message numerus="yes">
            <source>%n misclassified</source>
            <translation>
                <numerusform>%n misclassified</numerusform>
                <numerusform>%n misclassified</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::RunsPage</name>
        <message numerus="yes">
            <source>%n runs</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ServingPage</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StatusBar</name>
        <message numerus="yes">
            <source>%n more running</source>
            <translation>
                <numerusform>%n more running</numerusform>
                <numerusform>%n more running</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::StepCard</name>
        <message numerus="yes">
            <source>%n column(s) added</source>
            <translation>
                <numerusform>%n column added</numerusform>
                <numerusform>%n columns added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n column(s) removed</source>
            <translation>
                <numerusform>%n column removed</numerusform>
                <numerusform>%n columns removed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ValidationPanel</name>
        <message numerus="yes">
            <source>%n expectation(s) inferred. Correct what is too strict, then run them.</source>
            <translation>
                <numerusform>%n expectation inferred. Correct what is too strict, then run it.</numerusform>
                <numerusform>%n expectations inferred. Correct what is too strict, then run them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n expectation(s), not run over this version yet.</source>
            <translation>
                <numerusform>%n expectation, not run over this version yet.</numerusform>
                <numerusform>%n expectations, not run over this version yet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n error(s)</source>
            <translation>
                <numerusform>%n error</numerusform>
                <numerusform>%n errors</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n warning</numerusform>
                <numerusform>%n warnings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::VersionsPanel</name>
        <message numerus="yes">
            <source>made from %1 by a recipe of %n step(s)</source>
            <translation>
                <numerusform>made from %1 by a recipe of %n step</numerusform>
                <numerusform>made from %1 by a recipe of %n steps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StepTexts</name>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n value</numerusform>
                <numerusform>%n values</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ClustersField</name>
        <message numerus="yes">
            <source>%n group(s)</source>
            <translation>
                <numerusform>%n group</numerusform>
                <numerusform>%n groups</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::ImageView</name>
        <message numerus="yes">
            <source>%n change(s)</source>
            <translation>
                <numerusform>%n change</numerusform>
                <numerusform>%n changes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) selected</source>
            <translation>
                <numerusform>%n picture selected</numerusform>
                <numerusform>%n pictures selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Images</name>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::SuspectsView</name>
        <message numerus="yes">
            <source>%n row(s) labelled “%1” and taken for “%2”</source>
            <translation>
                <numerusform>%n row labelled “%1” and taken for “%2”</numerusform>
                <numerusform>%n rows labelled “%1” and taken for “%2”</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>lathe::ui::LineageCanvas</name>
        <message numerus="yes">
            <source>Recipe of %n step(s)</source>
            <translation>
                <numerusform>Recipe of %n step</numerusform>
                <numerusform>Recipe of %n steps</numerusform>
            </translation>
        </message>
    </context>
</TS>
